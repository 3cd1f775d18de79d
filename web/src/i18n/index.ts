// Words. zh-CN is the source language, en is complete; each app brings its own file.
import { createI18n, type I18n } from 'vue-i18n'
import { setApiLanguage } from '@/api/client'
import commonEn from './common.en.json'
import commonZh from './common.zh.json'

export type Language = 'zh-CN' | 'en'
export const LANGUAGES: readonly Language[] = ['zh-CN', 'en']
const STORED = 'huanzhi.language'

interface Words { [key: string]: string | Words }

type Translator = I18n<Record<string, unknown>, Record<string, unknown>, Record<string, unknown>, string, false>

/** The translator of one app: the common words and its own. */
export function makeI18n(own: { zh: Words; en: Words }): Translator {
  const i18n = createI18n({
    legacy: false,
    locale: storedLanguage(),
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': { ...commonZh, ...own.zh }, en: { ...commonEn, ...own.en } },
  })
  showLanguage(storedLanguage())
  return i18n as unknown as Translator
}

export function storedLanguage(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh-CN'
}

/** Keeps the choice and tells the document and the API; the caller sets the i18n locale. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(STORED, language)
  showLanguage(language)
}

function showLanguage(language: Language): void {
  document.documentElement.lang = language
  setApiLanguage(language)
}
