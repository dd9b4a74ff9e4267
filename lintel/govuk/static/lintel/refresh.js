// Keeps counts and clocks current: <div data-refresh-url="/..." data-refresh-seconds="30">.
// The address answers with the HTML for inside the element. Focus, open details and what has been
// chosen stay as they are; a hidden tab asks for nothing; typing is never interrupted. Asking so
// does not keep somebody signed in: when the session has ended, the page goes to say so.

function pathTo(element, within) {
  if (!element || !within.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.name) return `[name="${CSS.escape(element.name)}"]`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

function chosenBy(within) {
  const changed = (select) => [...select.options].some((o) => o.selected !== o.defaultSelected);
  return [...within.querySelectorAll("select[id]")].filter(changed).map((s) => [s.id, s.value]);
}

function beingUsed(within) {
  const focused = document.activeElement;
  return within.contains(focused) && focused.matches("input, textarea, select");
}

export function startRefresh(element) {
  const seconds = Math.max(5, Number(element.dataset.refreshSeconds || 30));
  let etag = "";

  async function refresh() {
    if (document.hidden || beingUsed(element)) return;
    let answer;
    try {
      answer = await fetch(element.dataset.refreshUrl, {
        headers: { "X-Requested-With": "refresh", ...(etag && { "If-None-Match": etag }) },
        credentials: "same-origin",
        redirect: "manual",
      });
    } catch {
      element.dataset.refreshFailed = "";
      return;
    }
    if (answer.type === "opaqueredirect") {
      window.location.reload();
      return;
    }
    if (!answer.ok) {
      // A fault: leave the page as it is, and let the page say it is old.
      if (answer.status !== 304) element.dataset.refreshFailed = "";
      return;
    }
    const html = await answer.text();
    if (beingUsed(element)) return;
    etag = answer.headers.get("ETag") || "";
    delete element.dataset.refreshFailed;
    const focus = pathTo(document.activeElement, element);
    const chosen = chosenBy(element);
    const open = [...element.querySelectorAll("details[open][id]")].map((each) => each.id);
    const fresh = new DOMParser().parseFromString(html, "text/html");
    element.replaceChildren(...fresh.body.childNodes);
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    chosen.forEach(([id, value]) => {
      const select = document.getElementById(id);
      if (select) select.value = value;
    });
    if (focus) element.querySelector(focus)?.focus({ preventScroll: true });
  }

  setInterval(refresh, seconds * 1000);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
}
