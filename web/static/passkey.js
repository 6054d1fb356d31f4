// Passkeys: asks the browser to make or show one, and sends its answer with the form around it.
"use strict";

{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  // What the server asks for, in the form the browser wants it, and its answer in that of the server.
  const asked = (options) => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...Object.fromEntries(["excludeCredentials", "allowCredentials"].filter((name) => options[name])
      .map((name) => [name, options[name].map((one) => ({ ...one, id: bytes(one.id) }))])),
  });
  const answer = ({ id, rawId, type, response }) => {
    const given = { clientDataJSON: text(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) given[name] = text(response[name]);
    }
    return JSON.stringify({ id, rawId: text(rawId), type, response: given, clientExtensionResults: {} });
  };

  for (const part of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    const form = part.querySelector("form");
    const failed = part.querySelector("[data-failed]");
    const ask = async () => {
      const said = await fetch(part.dataset.asks, { method: "POST", body: new URLSearchParams() });
      if (!said.ok) throw new Error(said.status);
      const publicKey = asked(await said.json());
      return answer(await navigator.credentials[part.dataset.passkey]({ publicKey }));
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = await ask();
        form.submit();
      } catch {
        // She thought better of it, or has none here.
        failed.hidden = false;
      }
    });
    part.hidden = false;
  }
}
