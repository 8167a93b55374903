/** What went wrong with one request, without anything secret. */
export type RequestFailure =
  | { kind: "answered"; status: number; action: string }
  | { kind: "limited"; seconds: number }
  | { kind: "late"; seconds: number }
  | { kind: "refused_here"; detail: string }
  | { kind: "broken_tls" }
  | { kind: "unreachable" }
  | { kind: "bad_credentials" }
  | { kind: "not_as_promised"; action: string };

/** unavailableSentence says what happened and, where somebody can mend it, what to do. */
export function unavailableSentence(repository: string, failure: RequestFailure): string {
  switch (failure.kind) {
    case "answered":
      return answeredSentence(repository, failure);
    case "limited":
      return `GitHub asked us to wait ${failure.seconds} seconds before the next request.`;
    case "late":
      return `GitHub did not answer within ${failure.seconds} seconds.`;
    case "refused_here":
      return `GitHub was not called: ${failure.detail}`;
    case "broken_tls":
      return "The certificate of GitHub's address does not hold; check GITHUB_API_URL and what stands in between.";
    case "unreachable":
      return "GitHub cannot be reached.";
    case "bad_credentials":
      return "The GitHub App's id or private key cannot be used; check GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY.";
    case "not_as_promised":
      return `GitHub answered with something else than its API promises when asked to ${failure.action} of ${repository}.`;
  }
}

function answeredSentence(
  repository: string,
  { status, action }: { status: number; action: string },
): string {
  switch (status) {
    case 401:
      return "GitHub does not take the server's credentials; renew GITHUB_TOKEN, or the App's id and key.";
    case 403:
      return `GitHub does not allow the server to ${action} of ${repository}; give the token or App that permission.`;
    case 404:
      return `GitHub shows no ${repository} to the server, or not what it needs to ${action}; check the address and what the token or App may see.`;
    default:
      return `GitHub answered with an error (${status}) when asked to ${action} of ${repository}.`;
  }
}
