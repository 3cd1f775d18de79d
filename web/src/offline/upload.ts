/** One file of evidence in pieces: announced, sent from where the server's last piece ended, completed. */
import { api } from '@/api/client'
import type { Evidence, EvidenceMeta, Upload } from '@/api/types'

/** A short answer is there within this, or the network counts as gone. */
const ANSWER_MS = 30_000
/** A piece has this long: 1 MiB at 10 kB/s. */
const PIECE_MS = 2 * 60_000

/** What the server asks to be tried again from where it stands; nothing is wrong with the file. */
export const AGAIN: ReadonlySet<string> = new Set(['upload.wrong_offset', 'upload.expired', 'upload.no_room', 'stale'])

/** The server took a piece and stands where it stood. */
class NoProgress extends Error {}

/** Sends what the server does not have yet; `onSent` is told how many bytes it has. Throws `Refusal`. */
export async function uploadPieces(
  inspectionId: string,
  meta: EvidenceMeta,
  bytes: ArrayBuffer,
  onSent: (sent: number) => Promise<void>,
): Promise<Evidence> {
  const announced = { ...meta, size: bytes.byteLength }
  let upload = await api.post<Upload>(`/inspections/${inspectionId}/uploads`, announced, within(ANSWER_MS))
  if (upload.evidence) return upload.evidence
  await onSent(upload.offset)
  while (upload.offset < upload.size) {
    const { offset, piece_bytes } = upload
    const piece = bytes.slice(offset, offset + piece_bytes)
    upload = await api.piece<Upload>(`/uploads/${meta.id}`, offset, piece, within(PIECE_MS))
    if (upload.offset <= offset) throw new NoProgress()
    await onSent(upload.offset)
  }
  return api.post<Evidence>(`/uploads/${meta.id}/complete`, {}, within(PIECE_MS))
}

const within = (ms: number): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(ms) })
