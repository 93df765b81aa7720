"""Drives the program in a pseudo-terminal and writes what it shows as SVG: still pictures, and the main job as an animation."""

import fcntl
import html
import itertools
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

import pyte
from wcwidth import wcwidth

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(sys.argv[1])
COLUMNS, LINES = 100, 30
CELL, LINE = 8.4, 17
# The sixteen colours as a dark terminal shows them.
COLOURS = {
    "default": "#d8dee9", "black": "#2e3440", "red": "#e06c75", "green": "#98c379", "brown": "#e5c07b", "yellow": "#e5c07b", "blue": "#61afef",
    "magenta": "#c678dd", "cyan": "#56b6c2", "white": "#d8dee9", "brightblack": "#7b8494", "brightred": "#ff7b86", "brightgreen": "#b5e890",
    "brightyellow": "#ffd68a", "brightbrown": "#ffd68a", "brightblue": "#8ac6ff", "brightmagenta": "#dda0f0", "brightcyan": "#7fdbe6", "brightwhite": "#ffffff",
}
GROUND = "#1e222a"


class Terminal:
    def __init__(self, args, lang="en"):
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.stream = pyte.ByteStream(self.screen)
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        home = tempfile.mkdtemp()
        env = {"PATH": "/usr/bin:/bin", "HOME": home, "LANG": "zh_CN.UTF-8" if lang == "zh" else "C.UTF-8", "TERM": "xterm-256color", "TZ": "Asia/Shanghai"}
        self.process = subprocess.Popen([PROGRAM, *args], stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
        os.close(slave)

    def text(self):
        return "\n".join("".join(row[x].data for x in range(COLUMNS)) for row in (self.screen.buffer[y] for y in range(LINES)))

    def pump(self, seconds):
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                return
            try:
                data = os.read(self.master, 65536)
            except OSError:
                return
            self.stream.feed(data)

    def wait(self, text, seconds=30):
        until = time.monotonic() + seconds
        while text not in self.text():
            if time.monotonic() > until:
                sys.exit(f"{text!r} did not come:\n{self.text()}")
            self.pump(0.05)
        self.pump(0.4)

    def keys(self, text, pause=0.25):
        for key in text:
            os.write(self.master, key.encode())
            self.pump(pause)

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        os.close(self.master)


def colour(name, bold):
    if bold and name in COLOURS and "bright" + name in COLOURS:
        name = "bright" + name
    return COLOURS.get(name, "#" + name if len(name) == 6 else COLOURS["default"])


def lines_of(screen):
    """The screen as SVG text: words of one style and one width are one element at their column, so that wide characters stay in place."""
    parts = []
    for y in range(LINES):
        row, cells, x = screen.buffer[y], [], 0
        while x < COLUMNS:
            cell = row[x]
            wide = 2 if cell.data and wcwidth(cell.data[0]) == 2 else 1
            cells.append((x, cell.data or " ", wide, (cell.fg, cell.bg, cell.bold, cell.reverse)))
            x += wide
        top = y * LINE
        for style, group in itertools.groupby(cells, key=lambda cell: cell[3]):
            group = list(group)
            front, back = colour(style[0], style[2]), None if style[1] == "default" else colour(style[1], False)
            if style[3]:
                front, back = back or GROUND, front
            if back:
                width = sum(cell[2] for cell in group)
                parts.append(f'<rect x="{group[0][0] * CELL:.1f}" y="{top}" width="{width * CELL:.1f}" height="{LINE}" fill="{back}"/>')
            weight = ' font-weight="bold"' if style[2] else ""
            for (blank, wide), word in itertools.groupby(group, key=lambda cell: (cell[1] == " ", cell[2])):
                if blank:
                    continue
                word = list(word)
                text = "".join(cell[1] for cell in word)
                parts.append(
                    f'<text x="{word[0][0] * CELL:.1f}" y="{top + 13}" fill="{front}"{weight} textLength="{len(word) * wide * CELL:.1f}" lengthAdjust="spacingAndGlyphs">{html.escape(text)}</text>'
                )
    return "".join(parts)


def frame(content, title, extra=""):
    width, height = COLUMNS * CELL + 16, LINES * LINE + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" role="img" aria-label="{html.escape(title)}">'
        f"<title>{html.escape(title)}</title><style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace;white-space:pre}}{extra}</style>"
        f'<rect width="100%" height="100%" rx="6" fill="{GROUND}"/><g transform="translate(8 8)">{content}</g></svg>\n'
    )


def write(name, text):
    with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
        file.write(text)
    print(name, len(text))


def animation(frames):
    """Each frame is shown for its seconds, one after another, for ever."""
    total = sum(seconds for _, seconds in frames)
    css, groups, at = [], [], 0.0
    for index, (content, seconds) in enumerate(frames):
        begin, end = 100 * at / total, 100 * (at + seconds) / total
        hidden = "" if begin == 0 else "0%{opacity:0}"
        css.append(f"@keyframes f{index}{{{hidden}{begin:.3f}%{{opacity:1}}{end:.3f}%{{opacity:0}}100%{{opacity:0}}}}")
        groups.append(f'<g style="animation:f{index} {total:.1f}s step-end infinite;opacity:{1 if index == 0 else 0}">{content}</g>')
        at += seconds
    return "".join(groups), "".join(css)


def story(lang):
    words = {"en": ("to unbind", "verified"), "zh": ("以解绑", "已验证")}[lang]
    end = "" if lang == "en" else "-zh"
    shown = Terminal(["--demo", "--region", "gz", "--lang", lang], lang)
    frames = []

    def keep(seconds):
        frames.append((lines_of(shown.screen), seconds))

    shown.wait("203.0.113.77")
    write(f"list{end}.svg", frame(lines_of(shown.screen), "The list of EIPs"))
    keep(2)
    shown.keys("/113.77")
    keep(1.2)
    shown.keys("\r")
    shown.keys("u")
    shown.wait(words[0])
    shown.pump(1.5)
    write(f"dialog{end}.svg", frame(lines_of(shown.screen), "The unbind dialog"))
    keep(4)
    shown.keys("7")
    keep(0.7)
    shown.keys("7")
    keep(1)
    shown.keys("\r", 0.6)
    keep(1)
    shown.pump(1)
    keep(1)
    shown.wait(words[1])
    write(f"result{end}.svg", frame(lines_of(shown.screen), "The result"))
    keep(4)
    shown.keys("\x1b", 0.6)
    shown.keys("H")
    shown.pump(1)
    write(f"history{end}.svg", frame(lines_of(shown.screen), "The history"))
    keep(2.5)
    shown.close()
    content, css = animation(frames)
    write(f"unbind{end}.svg", frame(content, "Unbinding an EIP, from the list to the outcome", css))


for language in ("en", "zh"):
    story(language)
