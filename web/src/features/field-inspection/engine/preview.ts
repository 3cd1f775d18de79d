/** The record as the 笔录 will read, line by line. It is read aloud in Chinese, so its words are not translated. Pure. */
import type { InspectionRecord } from '@/api/types'
import { instant } from '@/ui/format'

export interface PreviewLine {
  readonly label: string
  readonly text: string
  /** The record still lacks it. */
  readonly empty: boolean
}

export interface PreviewNames {
  readonly officers: readonly { id: string; name: string; certificate_number: string }[]
  readonly representative: string | null
  readonly photos: number
}

const DISCLOSURES: readonly [keyof InspectionRecord['disclosure'], string][] = [
  ['certificates_shown', '已出示执法证件'],
  ['rights_told', '已告知陈述、申辩等权利'],
  ['recusal_asked', '已询问是否申请回避'],
  ['cooperation_told', '已告知应当如实回答并协助检查'],
]

/** The lines in the order of the paper form. */
export function previewOf(record: InspectionRecord, names: PreviewNames): PreviewLine[] {
  const officer = (id: string | null): string => {
    const known = names.officers.find((one) => one.id === id)
    return known ? `${known.name}（执法证号 ${known.certificate_number}）` : ''
  }
  const { on_site_person: person, findings } = record
  const told = DISCLOSURES.filter(([name]) => record.disclosure[name]).map(([, words]) => words)
  const recusal = record.disclosure.recusal_requested ? '；被检查人申请回避' : '；被检查人不申请回避'
  return [
    line('检查时间', record.started_at === null ? '' : `${instant(record.started_at)} 至 ${until(record.ended_at)}`),
    line('检查地点', record.place),
    line('被检查人', joined([record.inspected.name, labelled('统一社会信用代码', record.inspected.credit_code)])),
    line('法定代表人（负责人）', names.representative ?? ''),
    line('现场负责人', joined([person.name, person.post, labelled('电话', person.phone), labelled('与被检查人关系', person.relation)])),
    line('检查人', record.inspector_ids.map(officer).filter(Boolean).join('、')),
    line('记录人', officer(record.recorder_id)),
    ...(record.others.length > 0 ? [line('其他参加人', record.others.join('、'))] : []),
    line('告知事项', told.length === 0 ? '' : told.join('；') + (record.disclosure.recusal_asked ? recusal : '') + '。'),
    line('一、生产建设情况', findings.production),
    line('二、环保手续情况', findings.procedures),
    line('三、污染物产生及防治设施情况', findings.pollution_and_facilities),
    line('四、违法情况', findings.violations),
    line('五、采样、拍摄情况', joined([findings.sampling_and_images, names.photos > 0 ? `（附照片 ${names.photos} 张）` : ''], '')),
    line('被检查人意见', record.opinion_of_inspected),
  ]
}

function line(label: string, text: string): PreviewLine {
  return { label, text, empty: text.trim() === '' }
}

function until(at: number | null): string {
  return at === null ? '____' : instant(at).slice(11)
}

function labelled(label: string, value: string): string {
  return value === '' ? '' : `${label} ${value}`
}

function joined(parts: string[], by = '，'): string {
  return parts.filter((part) => part !== '').join(by)
}
