// What a line of the record, of the audit or of the jobs is about: `case/0192…` as the server writes it.

/** Where a matter is opened, by its kind; other kinds have no page of their own. */
const ROOMS: Record<string, string> = {
  act: '/library/', adjustment: '/adjustments/', case: '/cases/', change_set: '/change-sets/', designation: '/designations/', enterprise: '/enterprises/',
  inspection: '/inspections/', lead: '/leads/', logger: '/telemetry/loggers/', outlet: '/telemetry/outlets/', task: '/tasks/',
}
/** Ids begin with the time, so it is their end that tells neighbours apart. */
const TAIL = 6

export interface Subject { kind: string; id: string; short: string; room: string | null }

export function subjectOf(text: string): Subject {
  const cut = text.indexOf('/')
  const kind = text.slice(0, Math.max(cut, 0))
  const id = text.slice(cut + 1)
  const room = ROOMS[kind]
  return { kind, id, short: id.length > 12 ? id.slice(-TAIL) : id, room: room === undefined ? null : room + id }
}
