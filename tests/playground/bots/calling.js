// Both ways in which Slack's JavaScript SDK has ever called Slack: fetch, and node:https with its default agent.
fetch("https://slack.com/api/api.test", { method: "POST" })
  .then((answer) => answer.json())
  .then(({ ok }) => {
    console.log("fetch", ok);
    require("node:https").get("https://slack.com/api/api.test", ({ statusCode }) => {
      console.log("https", statusCode);
      process.exit();
    });
  });
