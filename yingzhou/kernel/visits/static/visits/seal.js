// What lies on the phone is sealed (AES-GCM) with a key that the server gives to this person alone.
// The key cannot be read out of the browser; it goes at logout, and what is sealed tells nothing then.
window.Visits = window.Visits || {};
Visits.seal = {
  possible: () => Boolean(window.isSecureContext && window.indexedDB && crypto.subtle),

  async key(base64) {
    const raw = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  },

  async close(key, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    return { iv, body: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
  },

  // null where it was sealed with another key.
  async open(key, sealed) {
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.body);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch (fault) {
      return null;
    }
  },
};
