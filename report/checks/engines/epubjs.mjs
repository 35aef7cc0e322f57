// epub.js, as `reading.mjs` asks of an engine.

const PATIENCE = 3000 // milliseconds that a link may take to be followed

async function load(address) {
    const script = document.createElement('script')
    script.src = address
    const loaded = new Promise((resolve, reject) => Object.assign(script, { onload: resolve, onerror: reject }))
    document.head.append(script)
    await loaded
}

export async function openBook() {
    await load('/jszip/dist/jszip.min.js')
    await load('/epubjs/dist/epub.min.js')
    const place = document.createElement('div')
    place.id = 'book'
    document.body.append(place)
    const book = globalThis.ePub()
    await book.open(await (await fetch('/book.epub')).arrayBuffer())
    await book.ready
    const size = { width: innerWidth, height: innerHeight }
    const rendition = book.renderTo('book', { ...size, flow: 'paginated', spread: 'none' })
    const navigation = await book.loaded.navigation
    const shown = () => rendition.getContents()[0]?.document
    return {
        title: book.packaging.metadata.title,
        language: book.packaging.metadata.language,
        toc: navigation.toc,
        landmarks: navigation.landmarks,
        pageList: book.pageList?.pageList?.map(page => ({ href: page.href, label: String(page.page) })),
        documents: book.spine.length,
        nameOf: index => book.spine.get(index).canonical.replace(/^\//, ''),
        show: async index => {
            await rendition.display(index)
            return shown()
        },
        pages: () => rendition.currentLocation()?.start?.displayed?.total ?? 0,
        find: href => find(book, href),
        follow: link => follow(rendition, link),
        isShown: element => isShown(rendition, element),
        shown,
        first: () => rendition.display(0),
        next: async () => {
            const before = rendition.currentLocation()?.start?.cfi
            if (rendition.currentLocation()?.atEnd) return false
            await rendition.next()
            return rendition.currentLocation()?.start?.cfi !== before
        },
    }
}

async function find(book, href) {
    const [file, fragment] = href.split('#')
    const section = book.spine.get(decodeURIComponent(file)) ?? book.spine.get(file)
    if (!section) return 'leads to no document of the spine'
    const page = await section.load(book.load.bind(book))
    const found = !fragment || page.querySelector(`[id="${CSS.escape(decodeURIComponent(fragment))}"]`)
    section.unload()
    return found ? '' : 'leads to no element'
}

async function follow(rendition, link) {
    const moved = new Promise(resolve => rendition.once('relocated', resolve))
    link.click()
    await Promise.race([moved, new Promise(resolve => setTimeout(resolve, PATIENCE))])
    await new Promise(resolve => setTimeout(resolve, 100))
}

function isShown(rendition, element) {
    const frame = element.ownerDocument.defaultView?.frameElement
    if (!frame) return false
    const room = rendition.manager.container.getBoundingClientRect()
    const outer = frame.getBoundingClientRect()
    return [...element.getClientRects()].some(box => {
        const left = outer.left + box.left
        return left >= room.left - 1 && left < room.right
    })
}
