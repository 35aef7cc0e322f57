// Open an EPUB in a real reader, foliate-js in headless Chromium, as a person would: show every document of the spine,
// follow every entry of the contents, landmarks and page list, and turn the pages.
//
// usage: node reader.mjs NODE_MODULES BOOK.epub
// Prints one JSON object; `troubles` lists what is wrong, and the exit status is 1 where there is any.
// PUPPETEER_EXECUTABLE_PATH names the browser; SHOTS=FOLDER saves a picture of the first page of every document.

import fs from 'node:fs'
import http from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'

const MAX_TURNS = 100 // each takes a tenth of a second
const TIME_LIMIT = 300_000 // milliseconds
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' }

// The functions below run in the browser.

async function openBook() {
    const data = await (await fetch('/book.epub')).blob()
    const view = document.createElement('foliate-view')
    document.body.append(view)
    globalThis.shownBook = view
    await view.open(new File([data], 'book.epub', { type: 'application/epub+zip' }))
    return view
}

async function checkTargets(book, kind, entries, report) {
    for (const entry of entries ?? []) {
        if (entry.href) {
            report.counts[kind] += 1
            const trouble = await checkTarget(book, entry.href)
            if (trouble) report.troubles.push({ path: '', message: `${kind} entry "${entry.label}" (${entry.href}) ${trouble}` })
        }
        await checkTargets(book, kind, entry.subitems, report)
    }
}

async function checkTarget(book, href) {
    const target = await book.resolveHref(href)
    if (!(target?.index >= 0)) return 'leads to no document of the spine'
    const page = await book.sections[target.index].createDocument()
    if (href.includes('#') && !target.anchor(page)) return 'leads to no element'
    return ''
}

async function showSections(view, report) {
    for (const [index, section] of view.book.sections.entries()) {
        report.at = section.id
        await view.renderer.goTo({ index, anchor: 0 })
        const shown = view.renderer.getContents()?.[0]
        const messages = shown?.index === index ? await checkPage(shown.doc) : ['is not shown']
        report.troubles.push(...messages.map(message => ({ path: section.id, message })))
        // foliate keeps an empty page before the first and one after the last
        if (shown?.index === index) report.counts.pages += Math.max(view.renderer.pages - 2, 0)
    }
    report.at = ''
}

async function checkPage(page) {
    if (page.querySelector('parsererror')) return ['is not well-formed']
    const messages = []
    const root = page.body ?? page.documentElement
    if (!root.textContent.trim() && !page.querySelector('img, svg, image')) messages.push('is empty')
    for (const image of page.querySelectorAll('img, image')) {
        const address = image.currentSrc || image.getAttribute('href') || image.getAttribute('xlink:href') || image.src
        const copy = new Image()
        copy.src = URL.canParse(address, page.baseURI) ? new URL(address, page.baseURI).href : ''
        await copy.decode().catch(() => messages.push(`has an image that does not load: ${image.getAttribute('src') ?? address}`))
    }
    return messages
}

async function turnPages(view, limit, report) {
    let place = ''
    view.renderer.addEventListener('relocate', ({ detail }) => { place = `${detail.index} ${detail.fraction}` })
    await view.renderer.firstSection()
    for (; report.counts.turns < limit && !view.renderer.atEnd; report.counts.turns += 1) {
        const before = place
        await view.renderer.next()
        if (place === before) {
            report.troubles.push({ path: '', message: `the page does not turn after ${report.counts.turns} turns` })
            return
        }
    }
}

async function readBook(limit) {
    const counts = { spine: 0, toc: 0, landmarks: 0, pageList: 0, pages: 0, turns: 0 }
    const report = { title: '', language: '', counts, troubles: [], at: '' }
    // foliate only warns of a document that is not well-formed or does not load
    console.warn = console.error = (...words) => {
        report.troubles.push({ path: report.at, message: `the reader warns: ${words.join(' ')}` })
    }
    try {
        const view = await openBook()
        const { book } = view
        report.title = book.metadata?.title ?? ''
        report.language = book.metadata?.language ?? ''
        counts.spine = book.sections.length
        for (const kind of ['toc', 'landmarks', 'pageList']) await checkTargets(book, kind, book[kind], report)
        await showSections(view, report)
        await turnPages(view, limit, report)
        await view.goToTextStart()
        if (!counts.toc) report.troubles.push({ path: '', message: 'the table of contents is empty' })
        if (!counts.pages) report.troubles.push({ path: '', message: 'the book has no page' })
    } catch (error) {
        report.troubles.push({ path: '', message: `the reader gives up: ${error}` })
    }
    delete report.at
    return report
}

// The functions below run in Node.

const IN_THE_BROWSER = [openBook, checkTargets, checkTarget, showSections, checkPage, turnPages, readBook]
const PAGE = `<!doctype html><meta charset="utf-8"><title>Reader</title>
<style>html, body { margin: 0; height: 100vh } foliate-view { display: block; width: 100vw; height: 100vh }</style>
<body><script type="module">
import '/foliate-js/view.js'
${IN_THE_BROWSER.join('\n')}
globalThis.readBook = readBook
</script>`

function serve(modules, book) {
    const folder = path.join(modules, 'foliate-js') + path.sep
    const server = http.createServer((request, response) => {
        const address = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
        if (address === '/') return response.setHeader('content-type', 'text/html').end(PAGE)
        const file = address === '/book.epub' ? book : path.join(modules, address)
        if (file !== book && !(file.startsWith(folder) && fs.existsSync(file))) return response.writeHead(404).end()
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
        await page.evaluate(number => globalThis.shownBook.renderer.goTo({ index: number, anchor: 0 }), index)
        await new Promise(resolve => setTimeout(resolve, 300)) // until the page has come in
        await page.screenshot({ path: path.join(folder, `${index}.png`) })
    }
}

async function main([modules, book]) {
    const puppeteer = createRequire(path.join(path.resolve(modules), '/'))('puppeteer')
    const server = await serve(path.resolve(modules), path.resolve(book))
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
