// Asks who somebody may be while they are typed: <form data-look-url="/..."> and in it, in a
// fieldset, <div data-look-for="children.0"> with [data-look-status] and [data-look-answer].
// Sends the form, some moments after the last letter; the address answers with the HTML for inside.
// Focus stays where it is: what somebody is choosing from is not changed under their hands.

const PAUSE = 800;

export function startLooking(form) {
  form.querySelectorAll("[data-look-for]").forEach((place) => watch(form, place));
}

function watch(form, place) {
  const fields = place.closest("fieldset");
  const status = place.querySelector("[data-look-status]");
  const answerTo = place.querySelector("[data-look-answer]");
  let waiting = null;
  let asking = null;
  let ready = null;
  let asked = typed();

  function typed() {
    const inputs = fields.querySelectorAll("input:not([type=hidden]), select, textarea");
    return JSON.stringify([...inputs].map((input) => input.value.trim()));
  }

  function show() {
    if (!ready || answerTo.contains(document.activeElement)) return;
    status.textContent = ready.dataset.lookWords;
    answerTo.replaceChildren(...ready.childNodes);
    ready = null;
  }

  async function look() {
    const now = typed();
    if (now === asked) return;
    asked = now;
    if (asking) asking.abort();
    const own = new AbortController();
    asking = own;
    const body = new FormData(form);
    body.append("which", place.dataset.lookFor);
    try {
      const answer = await fetch(form.dataset.lookUrl, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "look" },
        credentials: "same-origin",
        redirect: "manual",
        signal: own.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (asking !== own) return;
      ready = new DOMParser().parseFromString(html, "text/html").querySelector("[data-look-words]");
      show();
    } catch {
      // The button still looks; the next letter asks again.
      if (asking === own) asked = "";
    }
  }

  function onChange(event) {
    if (!event.target.matches("input, select, textarea")) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  }

  fields.addEventListener("input", onChange);
  fields.addEventListener("change", onChange);
  answerTo.addEventListener("focusout", () => setTimeout(show));
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    if (asking) asking.abort();
  });
}
