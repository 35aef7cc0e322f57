// Open a web page in headless Chromium in every view of it, on wide and narrow screens, light and dark, and let axe
// look at each.
//
// usage: node axe.mjs NODE_MODULES PAGE.html
// Prints one JSON object: `views`, each with its name, the violations that axe finds, and other troubles.
// PUPPETEER_EXECUTABLE_PATH names the browser; SHOTS=folder saves a picture of each view.

import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'

const ADDRESS = 'http://page.invalid/' // never asked for: the file's bytes are the answer
const TIME_LIMIT = 300_000 // milliseconds
const SCHEMES = ['light', 'dark']
const WIDTHS = [1280, 390] // CSS pixels: a laptop, a telephone
const HEIGHT = 840
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// The functions below run in the browser.

// A formula is read out, not spoken as it is written: its name need not hold its signs (Understanding WCAG 2.2, 2.5.3).
function isNamedFormula(rule, node) {
    return rule === 'label-content-name-mismatch' && node.element.querySelector('math')
}

async function findViolations(tags) {
    const { violations } = await globalThis.axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
        elementRef: true,
        preload: false, // would ask for style sheets, and there is none outside of the page
    })
    return violations.flatMap(({ id, help, helpUrl, nodes }) => nodes.filter(node => !isNamedFormula(id, node)).map(node => ({
        rule: id,
        impact: node.impact,
        selector: node.target.flat().join(' '),
        summary: node.failureSummary ?? '',
        help,
        address: helpUrl.split('?')[0],
    })))
}

function measureWidth() {
    return { whole: document.scrollingElement.scrollWidth, shown: globalThis.innerWidth }
}

// The functions below run in Node.

async function watch(page, file, note) {
    page.on('pageerror', error => note(`a script fails: ${error.message}`))
    page.on('console', message => {
        if (message.type() === 'error') note(`the console says: ${message.text()}`)
    })
    await page.setRequestInterception(true)
    page.on('request', request => {
        const address = request.url()
        if (address === ADDRESS) return request.respond({ contentType: 'text/html; charset=utf-8', body: fs.readFileSync(file) })
        if (address === `${ADDRESS}favicon.ico`) return request.respond({ status: 204 })
        if (address.startsWith('data:')) return request.continue()
        note(`the page asks for ${address}, which is outside of it`)
        return request.abort()
    })
}

async function lookAt(browser, axe, file, scheme, width) {
    const name = `${scheme}, ${width} px wide`
    const troubles = []
    const page = await browser.newPage()
    await page.setViewport({ width, height: HEIGHT })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await watch(page, file, message => troubles.push(message))
    await page.goto(ADDRESS)
    const { whole, shown } = await page.evaluate(measureWidth)
    if (whole > shown) troubles.push(`the page scrolls sideways: it is ${whole} px wide and ${shown} px are shown`)
    if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${scheme}-${width}.png`) })
    await page.evaluate(`${axe};${isNamedFormula}`)
    const violations = await page.evaluate(findViolations, RULES)
    await page.close()
    return { name, violations, troubles }
}

async function main([modules, file]) {
    const puppeteer = createRequire(path.join(path.resolve(modules), '/'))('puppeteer')
    const axe = fs.readFileSync(path.join(modules, 'axe-core', 'axe.min.js'), 'utf8')
    // the sandbox needs rights that a container withholds; the page shown is our own and the network is closed to it
    const args = ['--no-sandbox', '--disable-dev-shm-usage']
    const browser = await puppeteer.launch({ headless: true, args, timeout: TIME_LIMIT, protocolTimeout: TIME_LIMIT })
    try {
        const views = []
        for (const scheme of SCHEMES) {
            for (const width of WIDTHS) views.push(await lookAt(browser, axe, file, scheme, width))
        }
        console.log(JSON.stringify({ views }))
    } finally {
        await browser.close()
    }
}

await main(process.argv.slice(2))
