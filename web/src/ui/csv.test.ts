import { describe, expect, it } from 'vitest'
import { csvCell, csvText } from './csv'

describe('csvCell', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+cmd', "'+cmd"],
    ['-cmd|calc', "'-cmd|calc"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', "'\t=1"],
  ])('makes the formula %j plain text', (given, safe) => {
    expect(csvCell(given)).toBe(safe)
  })

  it.each([
    ['-12.5', '-12.5'],
    ['+3', '+3'],
    [-7, '-7'],
    ['廊坊澄源电镀有限公司', '廊坊澄源电镀有限公司'],
    [null, ''],
    [undefined, ''],
    [true, 'true'],
  ])('leaves the datum %j as it is', (given, written) => {
    expect(csvCell(given)).toBe(written)
  })

  it('quotes commas, quotes and line breaks', () => {
    expect(csvText(['a', 'b'], [['x,y', 'he said "no"\nand left']])).toBe('a,b\r\n"x,y","he said ""no""\nand left"\r\n')
  })
})
