import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";
import type { Product } from "./start-product.ts";

const EVERY_MS = 100;

/** What a gateway was told, and when the answer was there. */
export type Evaluation = { at: number; value: string };

/** A connected gateway: asks ten times a second which release it shall serve. */
export type FlagClient = {
  evaluations: readonly Evaluation[];
  latest: () => string | undefined;
  stop: () => Promise<void>;
};

/**
 * connectFlagClient starts an OpenFeature client with the public OFREP provider on one environment's release id, for
 * one subject.
 */
export async function connectFlagClient(
  product: Product,
  environment: string,
  targetingKey = "tenant-42:conversation-9",
): Promise<FlagClient> {
  const provider = new OFREPProvider({
    baseUrl: product.dataPlaneUrl,
    headers: [["Authorization", `Bearer ${product.apiKeys.gateway}`]],
  });
  await OpenFeature.setProviderAndWait(environment, provider);
  const client = OpenFeature.getClient(environment);
  const key = `${product.project}.${environment}.release_id`;
  const evaluations: Evaluation[] = [];
  let isOn = true;
  const running = (async () => {
    while (isOn) {
      const value = await client.getStringValue(key, "none", { targetingKey });
      evaluations.push({ at: Date.now(), value });
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    evaluations,
    latest: () => evaluations.at(-1)?.value,
    stop: async () => {
      isOn = false;
      await running;
      await OpenFeature.clearProviders();
    },
  };
}
