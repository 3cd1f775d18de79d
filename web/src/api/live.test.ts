import { describe, expect, it } from 'vitest'
import { parseEventBlock, splitBlocks } from './live'

describe('splitBlocks', () => {
  it('keeps the unfinished rest for the next chunk', () => {
    expect(splitBlocks('event: lead\ndata: {}\n\nevent: ca')).toEqual({ blocks: ['event: lead\ndata: {}'], rest: 'event: ca' })
  })
  it('understands CRLF', () => expect(splitBlocks(': beat\r\n\r\n').blocks).toEqual([': beat']))
})

describe('parseEventBlock', () => {
  it('reads topic, id, kind and time', () => {
    expect(parseEventBlock('event: lead\ndata: {"id":"1","kind":"lead.raised","at":5}')).toEqual({ topic: 'lead', id: '1', kind: 'lead.raised', at: 5 })
  })
  it.each([': heartbeat', '', 'event: lead', 'data: not json', 'data: 7'])('makes nothing of %j', (block) => {
    expect(parseEventBlock(block)).toBeNull()
  })
})
