/** The part of oidc-provider 9 that the tests use; the package brings no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

  type Grant = {
    addOIDCScope: (scope: string) => void;
    addOIDCClaims: (claims: string[]) => void;
    save: () => Promise<string>;
  };
  type Interaction = {
    prompt: { name: string; details: Record<string, unknown> };
    params: { client_id: string; scope: string };
    session?: { accountId: string };
  };

  export class Provider {
    constructor(issuer: string, configuration: object);
    Grant: new (input: {
      accountId: string;
      clientId: string;
    }) => Grant;
    callback(): RequestListener;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: object,
      options?: { mergeWithLastSubmission: boolean },
    ): Promise<void>;
  }
  export default Provider;
}
