# Completions of eip-unbind for bash, 3.2 and later. The program itself is asked what may stand next.
_clap_complete_eip_unbind() {
    # What parts the program's answers: a character that stands in none of them.
    local IFS=$'\013'
    local space=true
    if compopt +o nospace 2> /dev/null; then
        space=false
    fi
    # Bash parts words at the characters of COMP_WORDBREAKS, too: --region=gz comes as three pieces. Pieces without a blank between them
    # are put together again. Only what stands after the last of these characters is replaced: what is before it, in `kept`, must not be
    # in the replies.
    local words=() last=-1 index=0 kept="" rest="$COMP_LINE" is_attached i piece
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        piece="${COMP_WORDS[i]}"
        is_attached=false
        if [[ $i != 0 && "$rest" == "$piece"* && "$rest" != [[:space:]]* ]]; then
            is_attached=true
        fi
        rest="${rest#*"$piece"}"
        # Of the word under the cursor, only what stands before the cursor counts. A sign that parts words is no part of $2.
        if [[ $i == "$COMP_CWORD" && ${BASH_VERSINFO[0]} -ge 4 && ! ( -z "$2" && "$piece" == [=:]* ) ]]; then
            piece="$2"
        fi
        if [[ $is_attached == false ]]; then
            last=$((last + 1))
            words[last]="$piece"
        elif [[ $i -le $COMP_CWORD || $last != "$index" ]]; then
            words[last]="${words[last]}$piece"
        fi
        if [[ $i == "$COMP_CWORD" ]]; then
            index=$last
            kept="${words[last]%"$2"}"
        fi
    done
    COMPREPLY=($(
        _CLAP_IFS="$IFS" \
            _CLAP_COMPLETE_INDEX="$index" \
            EIP_UNBIND_COMPLETE=bash \
            eip-unbind -- "${words[@]}"
    ))
    if [[ $? != 0 ]]; then
        unset COMPREPLY
        return
    fi
    for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
        COMPREPLY[i]="${COMPREPLY[i]#"$kept"}"
    done
    if [[ $space == false && "${COMPREPLY-}" =~ [=/:]$ ]]; then
        compopt -o nospace
    fi
}
if ((BASH_VERSINFO[0] > 4 || (BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4))); then
    complete -o nospace -o bashdefault -o nosort -F _clap_complete_eip_unbind eip-unbind
else
    complete -o nospace -o bashdefault -F _clap_complete_eip_unbind eip-unbind
fi
