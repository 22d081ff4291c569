const LIMITS = { start: [10, 30, 18], end: [18, 44, 26] } as const;
type Side = keyof typeof LIMITS;

/** Lets the two outer panes of the expert's room be widened by pointer or arrow keys; the widths are kept in a cookie. */
export function startRoom(): void {
  const room = document.querySelector<HTMLElement>("[data-room]");
  if (!room) return;
  const kept = /(?:^|; )room=([\d.]+),([\d.]+)/.exec(document.cookie);
  set(room, "start", Number(kept?.[1]) || LIMITS.start[2]);
  set(room, "end", Number(kept?.[2]) || LIMITS.end[2]);
  for (const grip of room.querySelectorAll<HTMLElement>("[data-grip]")) hold(room, grip, grip.dataset["grip"] as Side);
}

function hold(room: HTMLElement, grip: HTMLElement, side: Side): void {
  const towards = (): number => (side === "start" ? 1 : -1) * (document.documentElement.dir === "rtl" ? -1 : 1);
  grip.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    set(room, side, width(grip) + step * towards());
    keep(room);
  });
  grip.addEventListener("pointerdown", (event) => {
    grip.setPointerCapture(event.pointerId);
    const [from, was] = [event.clientX, width(grip)];
    const move = (moved: PointerEvent): void => set(room, side, was + ((moved.clientX - from) / rem()) * towards());
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", () => {
      grip.removeEventListener("pointermove", move);
      keep(room);
    }, { once: true });
  });
}

function set(room: HTMLElement, side: Side, wanted: number): void {
  const [least, most] = LIMITS[side];
  const rems = Math.min(most, Math.max(least, Math.round(wanted * 4) / 4));
  const grip = room.querySelector<HTMLElement>(`[data-grip=${side}]`);
  room.style.setProperty(`--room-${side}`, `${rems}rem`);
  grip?.setAttribute("aria-valuenow", String(rems));
  grip?.setAttribute("aria-valuemin", String(least));
  grip?.setAttribute("aria-valuemax", String(most));
}

function width(grip: HTMLElement): number {
  return Number(grip.getAttribute("aria-valuenow"));
}

function rem(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function keep(room: HTMLElement): void {
  const [start, end] = [...room.querySelectorAll<HTMLElement>("[data-grip]")].map(width);
  document.cookie = `room=${start},${end}; path=/; max-age=31536000; samesite=lax`;
}
