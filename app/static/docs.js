// Swagger UI sends "Try it out" to the document's first server. The contract names the production host there, so
// this page puts its own address in that place: no customer's data may leave for another host. The policy in
// docs.html has the browser itself refuse whatever this file may come to do one day.
const here = new URL(".", window.location.href).href.replace(/\/$/, "");

// `docs?campaign_id=...` fills the field in, so that an address can be handed to a colleague.
const campaignId = new URLSearchParams(window.location.search).get("campaign_id");

// Colouring an answer of 10,000 errors (1.6 MB) freezes the page for 39 s; plain text, 3 to 5 s. Up to this
// length, about 450 errors, colours cost less than a second.
const LONGEST_COLOURED = 100_000;

const notes = {
  campaign_id: campaignId === null ? {} : { example: campaignId },
  "X-API-Key": { description: "Not needed after **Authorize**, whose key is sent in its place." },
};

function adapt(contract) {
  contract.servers = [{ url: here, description: "This service" }];
  for (const path of Object.values(contract.paths)) {
    for (const parameter of path.post.parameters) {
      Object.assign(parameter, notes[parameter.name]);
    }
  }
  return contract;
}

const adaptContract = () => ({
  statePlugins: {
    spec: { wrapActions: { updateJsonSpec: (update) => (contract) => update(adapt(contract)) } },
  },
});

const colourShortAnswersOnly = () => ({
  wrapComponents: {
    SyntaxHighlighter: (Coloured, { React, getComponent }) => (props) =>
      props.children?.length > LONGEST_COLOURED
        ? React.createElement(getComponent("PlainTextViewer"), null, props.children)
        : React.createElement(Coloured, props),
  },
});

window.ui = SwaggerUIBundle({
  url: `${here}/openapi.json`,
  dom_id: "#swagger-ui",
  plugins: [adaptContract, colourShortAnswersOnly],
  deepLinking: true,
  docExpansion: "full", // there is one operation: whoever comes, comes for it
  defaultModelsExpandDepth: 0, // the schemas stay one click away
  persistAuthorization: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null,
});
