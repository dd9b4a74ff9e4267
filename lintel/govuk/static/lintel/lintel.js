// Everything here adds to pages that work without it.
import { initAll } from "../govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startRefresh } from "./refresh.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("form[data-autosave-url]").forEach(startAutosave);
document.querySelectorAll("[data-refresh-url]").forEach(startRefresh);
