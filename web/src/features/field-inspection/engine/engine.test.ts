// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { InspectionRecord } from '@/api/types'
import { emptyRecord } from '@/offline/model'
import { issuesOf, isRelevant, wrongAt, type Beside } from './check'
import { FIELDS, valueAt, withValue } from './fields'
import { previewOf } from './preview'
import { quickTime } from './quick-time'

const NOW = Date.parse('2026-11-23T14:40:00+08:00')
const officers = [
  { id: 'a', name: '韩立新', certificate_number: '03100001' },
  { id: 'b', name: '孟祥宇', certificate_number: '03100002' },
]

function whole(): InspectionRecord {
  return {
    ...emptyRecord(),
    started_at: NOW - 3_600_000,
    ended_at: NOW - 60_000,
    place: '廊坊市安次区龙河高新区纵三路8号',
    location: { lon: 116.69, lat: 39.5, accuracy_m: 8, source: 'gnss' },
    inspected: { name: '廊坊市安次区清源电镀有限公司', credit_code: '91131002MA0TEST01X'.replace('S', '5') },
    on_site_person: { name: '周敬堂', id_number: '11010519491231002X', phone: '13800000001', post: '厂长', relation: '现场负责人' },
    inspector_ids: ['a', 'b'],
    recorder_id: 'b',
    disclosure: { certificates_shown: true, rights_told: true, recusal_asked: true, recusal_requested: false, cooperation_told: true },
    findings: { production: '生产', procedures: '有', pollution_and_facilities: '运行', violations: '无', sampling_and_images: '拍照' },
    opinion_of_inspected: '属实',
  }
}

const signed: Beside['signatures'] = [
  { role: 'inspected', name: '周敬堂', officer_id: null, refused: null },
  { role: 'inspector', name: '韩立新', officer_id: 'a', refused: null },
  { role: 'inspector', name: '孟祥宇', officer_id: 'b', refused: null },
  { role: 'recorder', name: '孟祥宇', officer_id: 'b', refused: null },
]
const beside: Beside = { photos: 1, photos_without_caption: 0, signatures: signed, officers, factors: [], offence_decided: true }
const codes = (record: InspectionRecord, other: Partial<Beside> = {}): string[] =>
  issuesOf(record, { ...beside, ...other }, NOW).map(({ path, code }) => `${path}:${code}`)

describe('what is missing', () => {
  it('nothing, when all is there', () => {
    expect(codes(whole())).toEqual([])
  })

  it('every must of an empty record, in the order of the steps', () => {
    const open = issuesOf(emptyRecord(), { ...beside, photos: 0, signatures: [] }, NOW)
    const must = FIELDS.filter((field) => field.need === 'must' && (field.relevant?.(emptyRecord()) ?? true))
    for (const field of must) expect(open.some((issue) => issue.path === field.path)).toBe(true)
    const steps = open.map((issue) => issue.step)
    expect([...new Set(steps)]).toEqual(['arrival', 'people', 'findings', 'evidence', 'signatures'])
    expect(codes(emptyRecord(), { offence_decided: false })).toContain('offence:undecided')
  })

  it.each([
    ['disclosure.rights_told', false, 'disclosure.rights_told:required'],
    ['ended_at', NOW - 7_200_000, 'ended_at:ends_before_start'],
    ['ended_at', NOW + 600_000, 'ended_at:in_future'],
    ['started_at', NOW - 90_000_000, 'ended_at:longer_than_a_day'],
    ['inspected.credit_code', '123', 'inspected.credit_code:credit_code'],
    ['on_site_person.id_number', '110105194912310021', 'on_site_person.id_number:id_number'],
    ['on_site_person.phone', '12', 'on_site_person.phone:phone'],
    ['inspector_ids', ['a', 'a'], 'inspector_ids:two_inspectors'],
    ['findings.violations', '  ', 'findings.violations:required'],
    ['findings.violations', '该单位＿＿排放口超标', 'findings.violations:blank_left'],
    ['offence', { item_code: null, facts: {} }, 'offence.item_code:required'],
  ])('%s = %j gives %s', (path, value, expected) => {
    expect(codes(withValue(whole(), path, value))).toContain(expected)
  })

  it('asks for the item only when an offence was found', () => {
    expect(isRelevant('offence.item_code', whole())).toBe(false)
    expect(isRelevant('offence.item_code', { ...whole(), offence: { item_code: null, facts: {} } })).toBe(true)
  })

  it('accepts a refusal to sign with its reason and witness, not without', () => {
    const others = signed.filter(({ role }) => role !== 'inspected')
    const refused = (witness: string): Beside['signatures'] => [
      { role: 'inspected', name: '周敬堂', officer_id: null, refused: { reason: '拒绝签字', witness } },
      ...others,
    ]
    expect(codes(whole(), { signatures: refused('社区网格员 刘海波') })).toEqual([])
    expect(codes(whole(), { signatures: refused('') })).toEqual(['signature.inspected:refusal_incomplete'])
  })

  it('names the officer without a certificate and the one who has not signed', () => {
    const [first, second] = officers
    const open = issuesOf(whole(), { ...beside, officers: [first!, { ...second!, certificate_number: '' }], signatures: signed.slice(0, 3) }, NOW)
    expect(open.map(({ code, names }) => [code, names.name])).toEqual([
      ['no_certificate', '孟祥宇'],
      ['unsigned_recorder', '孟祥宇'],
    ])
  })

  it('advises, but does not demand, captions and discretion facts', () => {
    const record = { ...whole(), offence: { item_code: 'W1', facts: { degree: 'x' } } }
    const open = issuesOf(record, { ...beside, photos_without_caption: 2, factors: [{ id: 'degree', name: '超标倍数' }, { id: 'area', name: '区域' }] }, NOW)
    expect(open.map(({ code, need }) => [code, need])).toEqual([['no_caption', 'should'], ['factor', 'should']])
  })
})

describe('one field', () => {
  it('is replaced without touching the rest', () => {
    const before = whole()
    const after = withValue(before, 'on_site_person.phone', '0316-2000000')
    expect(valueAt(after, 'on_site_person.phone')).toBe('0316-2000000')
    expect(after.findings).toBe(before.findings)
    expect(before.on_site_person.phone).toBe('13800000001')
    expect(wrongAt('on_site_person.phone', after, NOW)).toBeNull()
  })
})

describe('quick time', () => {
  const at = (clock: string): number => Date.parse(`2026-11-${clock}:00+08:00`)
  it.each([
    ['1432', at('23T14:32')],
    ['932', at('23T09:32')],
    ['9:05', at('23T09:05')],
    ['14点05分', at('23T14:05')],
    ['14：32', at('23T14:32')],
    ['2350', at('22T23:50')],
    ['1530', at('23T15:30')],
    ['-10', at('23T14:30')],
    ['现在', at('23T14:40')],
    ['2460', null],
    ['12:75', null],
    ['abc', null],
    ['', null],
  ])('%s', (typed, expected) => {
    expect(quickTime(typed, NOW + 20_000)).toBe(expected)
  })
})

describe('the preview', () => {
  it('reads like the paper form and marks what is empty', () => {
    const lines = previewOf({ ...whole(), opinion_of_inspected: '' }, { officers, representative: '周敬堂', photos: 3 })
    expect(lines.find(({ label }) => label === '检查时间')?.text).toBe('2026-11-23 13:40 至 14:39')
    expect(lines.find(({ label }) => label === '检查人')?.text).toBe('韩立新（执法证号 03100001）、孟祥宇（执法证号 03100002）')
    expect(lines.find(({ label }) => label === '五、采样、拍摄情况')?.text).toBe('拍照（附照片 3 张）')
    expect(lines.filter(({ empty }) => empty).map(({ label }) => label)).toEqual(['被检查人意见'])
  })
})
