// Everything here adds to pages that work without it.
import { initAll } from "../govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startLooking } from "./look.js";
import { startPasskey } from "./passkey.js";
import { startRefresh } from "./refresh.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("form[data-autosave-url]").forEach(startAutosave);
document.querySelectorAll("form[data-look-url]").forEach(startLooking);
document.querySelectorAll("[data-refresh-url]").forEach(startRefresh);
document.querySelectorAll("[data-passkey]").forEach(startPasskey);
// A form that is filled in while somebody talks: Enter in a line of it sends nothing.
document.querySelectorAll('form[data-enter="stays"]').forEach((form) => {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input, select")) event.preventDefault();
  });
});
