import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Case } from '@/api/types'
import { makeI18n } from '@/i18n'
import en from '@/i18n/console.en.json'
import zh from '@/i18n/console.zh.json'
import CaseActions from './CaseActions.vue'

const action = (code: string): Case['actions'][number] => ({ code, allowed: true, why_not: null })
/** Only what the component reads. */
const subject = (stage: string, revision: number): Case =>
  ({ id: 'c1', stage, stage_name: stage, revision, cause: '', party_name: '', calculation: null, fine_fen: null, actions: [action('approve-filing'), action('refuse-filing')] }) as unknown as Case

describe('the actions of a case', () => {
  it('leave what is being written alone when the case is only read again, and close it when the case moves on', async () => {
    const shown = mount(CaseActions, { props: { subject: subject('filing_proposed', 1) }, global: { plugins: [makeI18n({ zh, en })] } })
    await shown.findAll('.row button')[1]!.trigger('click')
    await shown.find('textarea').setValue('no offence')
    await shown.setProps({ subject: subject('filing_proposed', 2) })
    expect(shown.find('textarea').element.value).toBe('no offence')
    await shown.setProps({ subject: subject('investigating', 3) })
    expect(shown.find('form').exists()).toBe(false)
  })
})
