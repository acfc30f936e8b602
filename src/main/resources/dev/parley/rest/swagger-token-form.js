
// Asks for a token, and shows the reference when the API accepts it. Only this page keeps the token, until it closes.
window.onload = () => {
  const page = document.getElementById("swagger-ui");
  page.innerHTML = `
    <div class="swagger-ui">
      <form class="wrapper">
        <h2>REST API of Parley</h2>
        <p>
          <label for="token">Token</label>
          <input id="token" type="password" autocomplete="off" size="60" required>
          <button class="btn">Open</button>
        </p>
        <p role="alert"></p>
        <p>The output of Parley's start names the file with the token; by default, data/admin-token.</p>
      </form>
    </div>`;
  const form = page.querySelector("form");
  const field = page.querySelector("input");
  field.focus();
  form.onsubmit = async event => {
    event.preventDefault();
    const token = field.value.trim();
    const refused = await refusal(token);
    if (refused) {
      page.querySelector("[role=alert]").textContent = refused;
      field.select();
    } else {
      page.replaceChildren();
      showReference(token);
    }
  };
};

// Returns why the API refuses a token; nothing if it accepts the token.
async function refusal(token) {
  if (!/^[!-~]+$/.test(token)) {
    return "This is not a token: a token has no spaces and only ASCII characters.";
  }
  try {
    const answer = await fetch("../v3/api-docs/swagger-config", {headers: {Authorization: "Bearer " + token}});
    if (answer.status === 401) {
      return "This token is wrong, has expired or was revoked.";
    }
    return answer.ok ? "" : (await answer.json()).detail;
  } catch {
    return "Parley does not respond.";
  }
}
