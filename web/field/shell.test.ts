// @vitest-environment node
import { expect, it } from 'vitest'
import { firstLoadFiles, shellFiles } from './shell.mjs'

const manifest = {
  'field/index.html': { file: 'assets/field.js', css: ['assets/field.css'], imports: ['_vue.js'], dynamicImports: ['src/Show.vue'] },
  '_vue.js': { file: 'assets/vue.js', imports: ['_vue.js'] },
  'src/Show.vue': { file: 'assets/show.js', imports: ['_vue.js', '_more.js'] },
  '_more.js': { file: 'assets/more.js' },
  'index.html': { file: 'assets/console.js', imports: ['_vue.js', '_charts.js'] },
  '_charts.js': { file: 'assets/charts.js' },
}

it('the shell is what the field entry reaches, and nothing of the console', () => {
  expect([...shellFiles(manifest)].sort()).toEqual(['assets/field.css', 'assets/field.js', 'assets/more.js', 'assets/show.js', 'assets/vue.js', 'field/index.html'])
})

it('the first load leaves out what is loaded later', () => {
  expect([...firstLoadFiles(manifest)].sort()).toEqual(['assets/field.css', 'assets/field.js', 'assets/vue.js', 'field/index.html'])
})
