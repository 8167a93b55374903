import { FormProblem } from "@/components/auth/form-problem.tsx";
import { IDENTITY_REFUSALS } from "@/lib/domain/access/decide-identity.ts";

/** Why somebody came back from an identity provider without what they went for. */
const SENTENCES: Readonly<Record<string, string>> = {
  ...IDENTITY_REFUSALS,
  cancelled: "You did not sign in at the identity provider. Nothing was changed.",
  "provider-failed": "The sign-in at the identity provider did not work. Start it again from here.",
  "provider-away": "Your identity provider does not answer. Try again in a moment.",
  "invite-closed": "This invite was used already or has expired. Ask an admin for a new one.",
  "wrong-person": "Somebody else signed in at the identity provider. Sign in there as yourself.",
  "login-too-old": "The identity provider did not ask you to sign in again. Try once more.",
  "identity-taken": "This identity is linked with an account already.",
  "step-up-required": "The proof of who you are is too old by now. Prove it again, then start anew.",
  "session-ended": "Your session ended meanwhile. Sign in again.",
  "too-many-requests": "Too many wrong tries. Wait a quarter of an hour and try again.",
};

/** ProviderProblem says what went wrong on the way through an identity provider; nothing without a code. */
export function ProviderProblem({ code }: { code: string | null }) {
  if (code === null) return null;
  const known = Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined;
  return <FormProblem message={known ?? "That did not work. Try it again, or ask an admin."} />;
}
