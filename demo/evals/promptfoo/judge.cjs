/** The judge is a rule: the share of the golden case's facts that the answer mentions; 0.6 or more passes. */
module.exports = (output, { vars }) => {
  const phrases = vars.mustMention.split(" | ");
  const missing = phrases.filter((phrase) => !output.includes(phrase));
  const score = (phrases.length - missing.length) / phrases.length;
  return {
    pass: score >= 0.6,
    score,
    reason: missing.length === 0 ? "Mentions every fact." : `Does not mention: ${missing.join("; ")}.`,
  };
};
