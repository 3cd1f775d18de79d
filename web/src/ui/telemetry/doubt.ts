// What names a doubt among those of one outlet.
import type { Doubt } from '@/api/types'

export const doubtKey = (doubt: Doubt): string => `${doubt.kind} ${doubt.factor} ${doubt.at}`
