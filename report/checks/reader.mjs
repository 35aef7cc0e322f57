// Open an EPUB in a real reader in headless Chromium, as a person would: show every document of the spine, follow every
// entry of the contents, landmarks and page list and every note forth and back, and turn the pages.
//
// usage: node reader.mjs NODE_MODULES BOOK.epub [foliate|epubjs]
// Prints one JSON object; `troubles` lists what is wrong, and the exit status is 1 where there is any.
// PUPPETEER_EXECUTABLE_PATH names the browser; SHOTS=FOLDER saves a picture of the first page of every document.

import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ENGINES = fileURLToPath(new URL('engines', import.meta.url)) // what runs in the browser
const SERVED = ['foliate-js', 'epubjs', 'jszip'] // packages
const MAX_TURNS = 400 // each takes up to a tenth of a second
const TIME_LIMIT = 300_000 // milliseconds
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' }

function page(engine) {
    return `<!doctype html><meta charset="utf-8"><title>Reader</title>
<style>html, body { margin: 0; height: 100vh } foliate-view, #book { display: block; width: 100vw; height: 100vh }</style>
<body><script type="module">
import { openBook } from '/engines/${engine}.mjs'
import { readBook } from '/engines/reading.mjs'
globalThis.readBook = limit => readBook(openBook, limit)
</script>`
}

function fileOf(address, modules, book) {
    if (address === '/book.epub') return book
    const engine = path.join(ENGINES, path.basename(address))
    if (address.startsWith('/engines/')) return fs.existsSync(engine) ? engine : undefined
    const file = path.join(modules, address)
    const within = SERVED.some(name => file.startsWith(path.join(modules, name) + path.sep))
    return within && fs.existsSync(file) ? file : undefined
}

function serve(modules, book, engine) {
    const server = http.createServer((request, response) => {
        const address = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
        if (address === '/') return response.setHeader('content-type', 'text/html').end(page(engine))
        const file = fileOf(address, modules, book)
        if (!file) return response.writeHead(404).end()
        response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
        return response.end(fs.readFileSync(file))
    })
    return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)))
}

async function watch(page, origin, troubles) {
    const note = message => troubles.push({ path: '', message })
    page.on('pageerror', error => note(`the reader fails: ${error.message}`))
    page.on('response', response => {
        if (response.status() >= 400) note(`${response.url()} answers with status ${response.status()}`)
    })
    await page.setRequestInterception(true)
    page.on('request', request => {
        const address = request.url()
        if (address.startsWith(`${origin}/favicon.ico`)) return request.respond({ status: 204 })
        if (address.startsWith(`${origin}/`) || /^(?:blob|data|about):/.test(address)) return request.continue()
        note(`the book asks for ${address}, which is outside of it`)
        return request.abort()
    })
}

async function takeShots(page, count, folder) {
    for (let index = 0; index < count; index += 1) {
        await page.evaluate(number => globalThis.shownBook.show(number), index)
        await new Promise(resolve => setTimeout(resolve, 300)) // until the page has come in
        await page.screenshot({ path: path.join(folder, `${index}.png`) })
    }
}

async function main([modules, book, engine = 'foliate']) {
    const puppeteer = createRequire(path.join(path.resolve(modules), '/'))('puppeteer')
    const server = await serve(path.resolve(modules), path.resolve(book), engine)
    const origin = `http://127.0.0.1:${server.address().port}`
    // the sandbox needs rights that a container withholds; the pages shown are our own and the network is closed to them
    const args = ['--no-sandbox', '--disable-dev-shm-usage']
    const browser = await puppeteer.launch({ headless: true, args, timeout: TIME_LIMIT, protocolTimeout: TIME_LIMIT })
    try {
        const page = await browser.newPage()
        await page.setViewport({ width: 600, height: 800 })
        const troubles = []
        await watch(page, origin, troubles)
        await page.goto(`${origin}/`)
        await page.waitForFunction('globalThis.readBook')
        const report = await page.evaluate(limit => globalThis.readBook(limit), MAX_TURNS)
        report.troubles.push(...troubles)
        if (process.env.SHOTS) await takeShots(page, report.counts.spine, process.env.SHOTS)
        console.log(JSON.stringify(report))
        process.exitCode = report.troubles.length ? 1 : 0
    } finally {
        await browser.close()
        server.close()
    }
}

await main(process.argv.slice(2))
