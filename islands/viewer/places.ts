import { numbers, value, type Header, type Stack } from "./shelf";

type Vector = [number, number, number];

export const OPPOSITE: Record<string, string> = { R: "L", L: "R", A: "P", P: "A", H: "F", F: "H" };
const PARALLEL = 0.95;

/** The direction that a series looks along, from rows and columns of its first image; null if it has none. */
export function normalOf(header: Header | undefined): Vector | null {
  const [a, b, c, d, e, f] = numbers(header, "00200037");
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined) return null;
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

/** Where an image lies along a direction, in millimetres. */
export function depthOf(header: Header | undefined, along: Vector | null): number | null {
  const [x, y, z] = numbers(header, "00200032");
  return along && x !== undefined && y !== undefined && z !== undefined ? x * along[0] + y * along[1] + z * along[2] : null;
}

/** Whether two series lie in one space and look the same way (1), the opposite way (-1), or neither (0). */
export function facing(one: Stack, other: Stack): number {
  const [a, b] = [normalOf(one.headers[0]), normalOf(other.headers[0])];
  if (!a || !b) return 0;
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  return Math.abs(cosine) < PARALLEL ? 0 : Math.sign(cosine);
}

/** Whether positions in the one are positions in the other. */
export function sameSpace(one: Stack, other: Stack): boolean {
  const [a, b] = [value(one.headers[0], "00200052"), value(other.headers[0], "00200052")];
  return a !== undefined && a === b;
}

/** The image of a series that lies nearest to a depth along its own direction. */
export function nearest(stack: Stack, depth: number): number {
  const along = normalOf(stack.headers[0]);
  let [best, away] = [-1, Infinity];
  stack.headers.forEach((header, place) => {
    const here = depthOf(header, along);
    if (here === null || Math.abs(here - depth) >= away) return;
    [best, away] = [place, Math.abs(here - depth)];
  });
  return best;
}

/** The sides of the patient towards the right and the lower edge of the screen, from directions on the image. */
export function sides(header: Header | undefined, right: Vector, down: Vector): [string, string] | null {
  if (numbers(header, "00200037").length === 6) return [letters(right), letters(down)];
  const told = (header?.["00200020"]?.Value ?? []).map(String);
  const [row, column] = told;
  return row && column ? [turned(row, column, right), turned(row, column, down)] : null;
}

/** Up to three letters of the sides that a direction points to, the main one first (PS3.3 C.7.6.1.1.1). */
function letters(direction: Vector): string {
  const names: [string, string][] = [["L", "R"], ["P", "A"], ["H", "F"]];
  return direction
    .map((part, axis) => ({ size: Math.abs(part), letter: names[axis]?.[part > 0 ? 0 : 1] ?? "" }))
    .filter((one) => one.size > 0.25)
    .sort((a, b) => b.size - a.size)
    .map((one) => one.letter)
    .join("");
}

function turned(row: string, column: string, direction: Vector): string {
  const [x, y] = direction;
  const told = Math.abs(x) >= Math.abs(y) ? (x >= 0 ? row : opposite(row)) : y >= 0 ? column : opposite(column);
  return told;
}

/** The opposite of one or more letters. */
export function opposite(told: string): string {
  return [...told].map((letter) => OPPOSITE[letter] ?? letter).join("");
}
