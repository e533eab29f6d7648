// Pictures become small before they are kept, and lose what the camera wrote into them (place, owner).
window.Visits = window.Visits || {};
Visits.photos = (() => {
  const LARGEST = 1280;
  const QUALITY = 0.8;

  const small = async (file) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return canvas.toDataURL("image/jpeg", QUALITY);
  };
  const blob = (address) => {
    const raw = atob(address.split(",")[1]);
    return new Blob([Uint8Array.from(raw, (c) => c.charCodeAt(0))], { type: "image/jpeg" });
  };
  return { small, blob };
})();
