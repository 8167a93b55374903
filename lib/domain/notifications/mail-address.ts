const LOCAL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const LABEL = /^[A-Za-z0-9-]{1,63}$/;

/** isMailAddress takes plain addresses only: one, without a name, a quote, a list or anything that could end a header. */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const [local = "", host = "", ...rest] = text.split("@");
  const labels = host.split(".");
  const isHost = labels.length > 1 && labels.every((label) => LABEL.test(label));
  return rest.length === 0 && LOCAL.test(local) && isHost;
}
