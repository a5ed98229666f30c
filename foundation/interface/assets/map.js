// Replaces a static map by one that can be enlarged, when its button is pressed. Leaflet and the
// areas come from this host; no background tiles are asked from anybody.

const base = new URL("vendor/leaflet-1.9.4/", import.meta.url);

function leaflet() {
  if (window.L) return Promise.resolve(window.L);
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("leaflet.css", base).href;
  document.head.append(sheet);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("leaflet.js", base).href;
    script.addEventListener("load", () => resolve(window.L));
    script.addEventListener("error", () => reject(new Error("leaflet")));
    document.head.append(script);
  });
}

for (const holder of document.querySelectorAll("[data-map]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = "Agrandir et explorer la carte";
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  status.className = "hint";
  holder.after(button, status);
  button.addEventListener("click", async () => {
    status.textContent = "La carte se prépare.";
    try {
      const [L, answer] = await Promise.all([leaflet(), fetch(holder.dataset.map)]);
      if (!answer.ok) throw new Error(String(answer.status));
      draw(L, holder, await answer.json());
      button.remove();
      status.textContent = "Carte prête. Les boutons + et − changent l'échelle, les flèches la déplacent, Tab passe d'un quartier à l'autre.";
    } catch {
      status.textContent = "La carte n'a pas pu être chargée. La carte fixe et la liste restent complètes.";
    }
  });
}

function draw(L, holder, areas) {
  const place = document.createElement("div");
  place.className = "map-live";
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", holder.dataset.mapName || "Carte des quartiers");
  holder.replaceChildren(place);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, {
    attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.5,
    zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm,
  });
  map.zoomControl.remove();
  L.control.zoom({ zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
  const nameOf = (feature) => feature.properties?.name || feature.properties?.nom || feature.properties?.code || "Zone";
  const layer = L.geoJSON(areas, {
    pointToLayer: (feature, at) => L.circleMarker(at, { radius: 6, className: "map-point" }),
    style: (feature) => ({ className: `map-area ${feature.properties?.class || ""}`, weight: 2 }),
    onEachFeature: (feature, shape) => {
      const box = document.createElement("div");
      const strong = document.createElement("strong");
      strong.textContent = nameOf(feature);
      box.append(strong);
      if (feature.properties?.text) box.append(document.createElement("br"), feature.properties.text);
      const href = feature.properties?.href;
      if (typeof href === "string" && href.startsWith("/") && !href.startsWith("//")) {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = "Voir la page";
        box.append(document.createElement("br"), link);
      }
      shape.bindPopup(box);
    },
  }).addTo(map);
  if (layer.getBounds().isValid()) map.fitBounds(layer.getBounds(), { padding: [16, 16] });
  else map.setView([46.6, 2.4], 5);
  // Areas are reached by Tab and opened by Enter or Space, like buttons.
  layer.eachLayer((shape) => {
    const path = shape.getElement?.();
    if (!path) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", nameOf(shape.feature));
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      shape.openPopup();
    });
  });
  place.querySelector(".leaflet-control-zoom-in")?.focus();
}
