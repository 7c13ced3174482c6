// From page to page. Streamlit follows the address bar: a page change without loading the whole
// application again, and the browser's own history stays right.

const KEPT = ["period", "view"];
const THEIRS = "a[data-testid=stTopNavLink], a[data-testid=stSidebarNavLink]";
const HAVE_THEM = /\/(adoption|departments?)?$/;
let chosen = new URLSearchParams();

/** Follow a link to one of our pages, if nothing else than that was asked for. */
export function stay(event) {
  const link = event.currentTarget;
  if (isPlain(event)) follow(event, link);
}

function isPlain(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

function follow(event, link) {
  event.preventDefault();
  window.history.pushState({}, "", carried(new URL(link.href)));
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

// The period, and the view of the past, go along to the next page on which they can be chosen.
function carried(there) {
  if (HAVE_THEM.test(window.location.pathname)) {
    chosen = new URLSearchParams(window.location.search);
  }
  for (const name of HAVE_THEM.test(there.pathname) ? KEPT : []) {
    if (chosen.has(name) && !there.searchParams.has(name)) {
      there.searchParams.set(name, chosen.get(name));
    }
  }
  return there;
}

// Streamlit's own links, above the page or beside it on a phone, leave addresses in the history on
// which nobody was.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.(THEIRS);
    if (!link || !isPlain(event)) return;
    event.stopPropagation();
    follow(event, link);
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  },
  true,
);
