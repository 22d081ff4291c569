import { wordsOf } from "../shared/page";

/** The island's sentences in the reader's language. */
export const say = wordsOf("upload");
