// Keeps what is being written: <form data-autosave-url="/..." data-autosave-seconds="5">.
// Posts the form's fields, token included, some seconds after a change and when the page is
// left or hidden. Says so in a live region: the form's [data-autosave-status], or one that is
// made.

function statusOf(form) {
  const made = form.querySelector("[data-autosave-status]");
  if (made) return made;
  const status = document.createElement("p");
  status.className = "govuk-hint lx-autosave";
  status.dataset.autosaveStatus = "";
  form.append(status);
  return status;
}

function clockTime(moment) {
  return moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function startAutosave(form) {
  const status = statusOf(form);
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");
  const pause = Number(form.dataset.autosaveSeconds || 5) * 1000;
  let waiting = null;
  let changed = false;
  let sending = null; // what stops the saving that is on its way
  let submitted = false;

  async function save() {
    waiting = null;
    if (!changed || submitted) return;
    if (sending) {
      waiting = setTimeout(save, pause);
      return;
    }
    changed = false;
    const stop = new AbortController();
    sending = stop;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "autosave" },
        credentials: "same-origin",
        redirect: "manual",
        signal: stop.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      status.textContent = `Saved at ${clockTime(new Date())}`;
    } catch {
      if (stop.signal.aborted) return;
      changed = true;
      status.textContent = "Not saved yet. Keep this page open: we will try again.";
      waiting = setTimeout(save, pause * 3);
    } finally {
      if (sending === stop) sending = null;
    }
  }

  function onChange() {
    changed = true;
    if (waiting === null) waiting = setTimeout(save, pause);
  }

  form.addEventListener("input", onChange);
  form.addEventListener("change", onChange);
  form.addEventListener("submit", () => {
    submitted = true;
    clearTimeout(waiting);
  });
  window.addEventListener("pageshow", () => {
    submitted = false;
  });

  // A beacon outlives the page. What is on its way is stopped, for it would be lost with the page
  // or, being older, arrive later and take the place of this.
  function leave() {
    if (submitted || !(changed || sending)) return;
    sending?.abort();
    clearTimeout(waiting);
    waiting = null;
    changed = !navigator.sendBeacon(form.dataset.autosaveUrl, new FormData(form));
    if (changed) waiting = setTimeout(save, 0);
  }

  // Before the next page is asked for, so that whoever comes straight back finds it; the other two
  // where a browser does not say that it leaves, as on a telephone.
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
}
