// A data logger in a few lines, written from HJ 212-2017 and not from our own code: it sends a frame and waits for the answer.
import { connect } from 'node:net'

const ANSWER_MS = 10_000
const EIGHT_HOURS_MS = 8 * 3_600_000

/** The check sum of annex A: only the high byte meets the next byte, which is not Modbus. */
export function crc16(data: Buffer): string {
  let crc = 0xffff
  for (const byte of data) {
    crc = (crc >> 8) ^ byte
    for (let bit = 0; bit < 8; bit += 1) {
      const low = crc & 1
      crc >>= 1
      if (low) crc ^= 0xa001
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}

/** `##`, length, data, check sum, end. */
export function frame(data: string): string {
  const bytes = Buffer.from(data, 'latin1')
  return `##${String(bytes.length).padStart(4, '0')}${data}${crc16(bytes)}\r\n`
}

/** An instant as loggers print it: local time of China, `YYYYMMDDhhmmss` with milliseconds where asked for. */
export function stamp(at: number, milliseconds = false): string {
  const digits = new Date(at + EIGHT_HOURS_MS).toISOString().replace(/\D/g, '')
  return digits.slice(0, milliseconds ? 17 : 14)
}

/** An hour of one factor (CN 2061), to be answered. `hour` is where the hour begins. */
export function hourlyFrame(mn: string, hour: number, factor: string, value: string): string {
  const head = `QN=${stamp(Date.now(), true)};ST=32;CN=2061;PW=123456;MN=${mn};Flag=5`
  const fields = [`${factor}-Min=${value}`, `${factor}-Avg=${value}`, `${factor}-Max=${value}`, `${factor}-Flag=N`]
  return frame(`${head};CP=&&DataTime=${stamp(hour)};${fields.join(',')}&&`)
}

/** Sends the frame and gives the data segment of the first answer, its check sum verified. */
export function deliver(address: string, sent: string): Promise<string> {
  const [host, port] = address.split(':')
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect({ host, port: Number(port) }, () => socket.write(sent, 'latin1'))
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error(`no answer in ${ANSWER_MS} ms to ${sent.trim()}`)))
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`the gateway hung up after ${JSON.stringify(heard)}`)))
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      const [whole, length, rest] = /^##(\d{4})([\s\S]*)$/.exec(heard) ?? []
      if (whole === undefined || rest === undefined || rest.length < Number(length) + 6) return
      const data = rest.slice(0, Number(length))
      const sum = rest.slice(Number(length), Number(length) + 4)
      socket.removeAllListeners('close').end()
      if (sum === crc16(Buffer.from(data, 'latin1'))) resolve(data)
      else reject(new Error(`wrong check sum ${sum} on ${data}`))
    })
  })
}
