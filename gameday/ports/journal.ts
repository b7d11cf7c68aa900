// The append-only journal, as the controller sees it.
import type { Entry, Event } from "../../model/events.ts";

export interface JournalPort {
  /** Appends an event; with `sync` it is on disk when the promise resolves. Order of calls is order in the journal. */
  append(event: Event, options?: { readonly sync?: boolean }): Promise<Entry>;
}
