// Makes or uses a passkey: <button data-passkey="add|use" data-passkey-url="/..." hidden> inside a
// form with <input type="hidden" data-passkey-answer>. The address is asked for a challenge, the
// browser answers it, and the form is sent with the answer. Without scripts the button stays
// hidden, and a code does the same.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((each) => ({ ...each, id: bytes(each.id) }));
  }
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  return { publicKey: key };
}

function said(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

export function startPasskey(button) {
  if (!window.PublicKeyCredential) return;
  const { form } = button;
  const answer = form.querySelector("[data-passkey-answer]");
  const status = document.createElement("p");
  status.className = "govuk-body";
  status.setAttribute("role", "status");
  button.after(status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "Follow what your device asks.";
    try {
      const reply = await fetch(button.dataset.passkeyUrl, {
        method: "POST",
        headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
        credentials: "same-origin",
      });
      if (!reply.ok) throw new Error(String(reply.status));
      const options = asked(await reply.json());
      const { credentials } = navigator;
      const given = await (button.dataset.passkey === "add"
        ? credentials.create(options)
        : credentials.get(options));
      answer.value = said(given);
      form.submit();
    } catch {
      status.textContent = "That did not work, or it was stopped. Nothing has changed. Try again.";
    }
  });
}
