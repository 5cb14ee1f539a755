// Swagger UI sends "Try it out" to the document's first server. The contract names the production host there, so
// this page puts its own address in that place: no customer's data may leave for another host.
const here = new URL(".", window.location.href).href.replace(/\/$/, "");

async function show() {
  const answer = await fetch("openapi.json");
  const spec = await answer.json();
  spec.servers = [{ url: here, description: "This service" }];
  window.ui = SwaggerUIBundle({
    spec,
    dom_id: "#swagger-ui",
    deepLinking: true,
    persistAuthorization: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    validatorUrl: null,
    // Whatever the page's own code may come to do one day, nothing is sent elsewhere.
    requestInterceptor(request) {
      const target = new URL(request.url, here);
      if (target.origin !== window.location.origin) {
        throw new Error("This page sends requests to its own service only.");
      }
      return request;
    },
  });
}

show();
