// From a file or a frame of the camera to evidence: bytes as they are, both clocks, the place, a small picture.
import type { EvidenceKind, FixedLocation } from '@/api/types'
import type { Captured } from '@/offline/commands'
import { serverTime } from '@/offline/device'

const THUMBNAIL_PX = 240

/** Makes evidence of a file just taken. The bytes are never changed or re-encoded. */
export async function captured(file: Blob, location: FixedLocation | null): Promise<Captured> {
  const device_clock_at = Date.now()
  return {
    kind: kindOf(file.type),
    bytes: await file.arrayBuffer(),
    media_type: file.type || 'application/octet-stream',
    caption: '',
    location,
    device_clock_at,
    taken_at: Math.round(serverTime(device_clock_at)),
    thumbnail: await thumbnailOf(file),
  }
}

export function kindOf(mediaType: string): EvidenceKind {
  const family = mediaType.split('/')[0]
  return family === 'image' ? 'photo' : family === 'video' || family === 'audio' ? family : 'document'
}

/** A small JPEG as a data URL; empty for what cannot be drawn. */
async function thumbnailOf(file: Blob): Promise<string> {
  if (!file.type.startsWith('image/')) return ''
  try {
    const picture = await createImageBitmap(file)
    const scale = THUMBNAIL_PX / Math.max(picture.width, picture.height)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return canvas.toDataURL('image/jpeg', 0.7)
  } catch {
    return ''
  }
}
