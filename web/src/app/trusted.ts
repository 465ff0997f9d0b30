// The page's policy forbids building script addresses from strings. This is the one place that may,
// and only for files of this origin.

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string;
  };
}

function ownScript(url: string): string {
  const address = new URL(url, location.href);
  if (address.origin !== location.origin) throw new Error("script: not from this origin");
  return address.href;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy("proofhouse-worker", { createScriptURL: ownScript });

/** scriptURL vouches for the address of a worker that the build made. */
export function scriptURL(url: string): string {
  return policy ? policy.createScriptURL(url) : ownScript(url);
}
