// The real provider of the tests: panva's certified oidc-provider, with one client and any number of
// people. Whoever signs in as "rosa" with any password has the number of her name below.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Provider } from "oidc-provider";

const numbers = { rosa: "198112189876", sam: "197010632391" };
const page = (form) => `<!DOCTYPE html><html lang="en"><title>Real provider</title>${form}</html>`;
const server = createServer();
await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
  clients: [
    {
      client_id: "torget",
      client_secret: process.env.SECRET,
      // A native client may come back to any port of this machine (RFC 8252, 7.3).
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/sign-in/with/bankid/callback"],
      post_logout_redirect_uris: ["http://127.0.0.1/"],
      id_token_signed_response_alg: "RS256",
    },
  ],
  cookies: { keys: ["of the tests"] },
  claims: { openid: ["sub"], profile: ["name", "birthdate"], nin: ["nin", "nin_issuing_country"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: id, nin: numbers[id], nin_issuing_country: "SE" }),
  }),
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = page(`${form}<button name="logout" value="yes" form="op.logoutForm">Yes</button>`);
      },
    },
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  // Whoever signs in agrees to everything that was asked for.
  loadExistingGrant: async (ctx) => {
    const { client, params, provider: here, session } = ctx.oidc;
    const grant = new here.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(params.scope);
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
});
// Any port here too: which one the site has is known only when it runs.
provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) =>
  new URL(uri).hostname === "127.0.0.1";

async function interact(request, response) {
  const { prompt } = await provider.interactionDetails(request, response);
  if (prompt.name !== "login") {
    return provider.interactionFinished(request, response, { consent: {} });
  }
  if (request.method === "POST") {
    const accountId = new URLSearchParams(await text(request)).get("login");
    return provider.interactionFinished(request, response, { login: { accountId } });
  }
  response.setHeader("Content-Type", "text/html");
  return response.end(
    page(`<form method="post"><label>Who? <input name="login"></label><button>Go</button></form>`),
  );
}

const protocol = provider.callback();
server.on("request", (request, response) =>
  (request.url.startsWith("/interaction/") ? interact : protocol)(request, response),
);
console.log(provider.issuer);
