// The console's entry: the desk application at `/`.
import { createApp } from 'vue'
import App from './App.vue'
import consoleEn from './i18n/console.en.json'
import consoleZh from './i18n/console.zh.json'
import { makeI18n } from './i18n'
import { router } from './router'
import { startTheme } from './ui/theme'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'

startTheme()
createApp(App).use(makeI18n({ zh: consoleZh, en: consoleEn })).use(router).mount('#app')
