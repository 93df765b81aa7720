//! The cloud answered a reading: it goes to whoever waits for it.

use crate::app::parts::effect::{Effect, fetch};
use crate::app::parts::load::{Load, ReqId};
use crate::app::parts::msg::Reply;
use crate::app::state::App;

pub(in crate::app) fn on_reply(app: &mut App, id: ReqId, reply: Reply, out: &mut Vec<Effect>) {
    if let Reply::Nics(Ok(page)) = &reply {
        app.inventory.learn(app.now, page);
    }
    if let Some(dialog) = &mut app.dialog
        && let Some(queries) = dialog.take(app.now, id, &reply, &mut app.ids)
    {
        if let (Reply::Quota(Ok(quota)), Some(target)) = (&reply, dialog.targets.first())
            && let Some(region) = app.inventory.region_mut(&target.request.region)
        {
            region.quota = Load::Ready(*quota);
        }
        if let Reply::Eips(Ok(page)) = &reply {
            app.inventory.patch(&page.items);
        }
        fetch(queries, out);
        return app.relayout();
    }
    match reply {
        Reply::Eips(page) if app.take_lookup(id, &page, out) => app.relayout(),
        Reply::Eips(page) => {
            // Only an open dialog wants to see the rows, too.
            let seen = app.dialog.as_ref().and(page.as_ref().ok()).map(|p| p.items.clone());
            if let Some(queries) = app.inventory.take_eips(app.now, id, page, &mut app.ids) {
                fetch(queries, out);
                if let (Some(dialog), Some(seen)) = (&mut app.dialog, seen) {
                    fetch(dialog.see(app.now, &seen, &mut app.ids), out);
                }
                // All rows are looked through: once a reading has ended, not page by page.
                let is_reading = app.inventory.is_reading();
                let unknown = if is_reading { vec![] } else { app.inventory.links_to_ask() };
                if !unknown.is_empty() {
                    let endpoint = app.session.whose().endpoint.clone();
                    out.push(Effect::ReadLinks(unknown, endpoint));
                }
                app.relayout();
            }
        }
        Reply::Quota(quota) => {
            app.inventory.take_quota(id, quota);
        }
        Reply::Nics(page) => {
            if let Some(queries) = app.inventory.take_nics(id, page, &mut app.ids) {
                fetch(queries, out);
                app.relayout();
            }
        }
    }
}
