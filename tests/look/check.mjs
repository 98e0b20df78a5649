// Judges the popup and the blocks in a real browser: node check.mjs chromium|firefox|webkit, from a folder where the packages of package.json
// beside this file are installed (`cargo xtask test --only look` does both). Prints what is wrong, and fails if anything is.
import { base, chromium, closed, finish, focus, heard, inside, is, judged, opened, settled, skip, story } from './stage.mjs';

await story('open, Tab, Escape, focus back', 'popup.html?case=cart&wait', {}, async (page) => {
  const before = await page.evaluate(() => { scrollTo(0, 90); return [document.documentElement.clientWidth, document.querySelector('h1').getBoundingClientRect().x]; });
  await page.focus('#opener');
  await page.keyboard.press('Enter');
  await opened(page);
  is('focus on the heading', await focus(page), 'heading');
  is('the page is as wide as before', await page.evaluate(() => [document.documentElement.clientWidth, document.querySelector('h1').getBoundingClientRect().x]), before);
  const seen = [];
  for (let i = 0; i < 12; i += 1) {
    await page.keyboard.press('Tab');
    seen.push(await focus(page));
  }
  if (process.env.LOUD) console.log(seen);
  is('Tab never reaches the page', seen.filter((part) => ['opener', 'search'].includes(part)), []);
  is('Tab reaches all there is', ['title', 'button primary', 'button quiet', 'close'].filter((part) => !seen.includes(part)), []);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('vitrin-popup'));
  is('focus is back', await focus(page), 'opener');
  is('heard', await heard(page), [['open', {}], ['close', { reason: 'escape' }]]);
  is('the page did not scroll', await page.evaluate(() => scrollY), 90);
  if (chromium) is('nothing shifted', await page.evaluate(() => window.shifts), 0);
});

await story('Escape where the shopper never touched the page', 'popup.html?case=cart', {}, async (page) => {
  await opened(page);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => window.heard.length > 1);
  is('heard', await heard(page), [['open', {}], ['close', { reason: 'escape' }]]);
});

await story('the backdrop', 'popup.html?case=capture', {}, async (page) => {
  await opened(page);
  const box = await (await inside(page, 'dialog')).boundingBox();
  await page.mouse.move(box.x + 60, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(20, 20);
  await page.mouse.up();
  is('a press that began inside closes nothing', await closed(page), false);
  await page.mouse.click(box.x + 3, box.y + box.height / 2);
  is('a click on the padding closes nothing', await closed(page), false);
  await page.mouse.click(20, 20);
  is('heard', await heard(page), [['open', {}], ['close', { reason: 'backdrop' }]]);
  is('closed', await closed(page), true);
});

await story('wheel', 'popup.html?case=cart', {}, async (page) => {
  await opened(page);
  for (const [x, y] of [[20, 20], [640, 400]]) {
    await page.mouse.move(x, y);
    await page.mouse.wheel({ deltaY: 300 });
    await new Promise((done) => setTimeout(done, 300));
    is(`the page stays under a wheel at ${x},${y}`, await page.evaluate(() => scrollY), 0);
  }
  for (const key of ['PageDown', 'End', ' ', 'ArrowDown']) {
    await page.keyboard.press(key);
    await new Promise((done) => setTimeout(done, 300));
    is(`the page stays under ${key}`, await page.evaluate(() => scrollY), 0);
  }
});

await story('the close button and its size', 'popup.html?case=long', { width: 320, height: 180 }, async (page) => {
  await opened(page);
  const dialog = await inside(page, 'dialog');
  is('no horizontal scrolling at 400 %', await dialog.evaluate((node) => node.scrollWidth <= node.clientWidth), true);
  await dialog.evaluate((node) => { node.scrollTop = 300; });
  await settled(page);
  const { width, height, y } = await (await inside(page, 'close')).boundingBox();
  is('44 px, and in view when scrolled', [width >= 44, height >= 44, y >= 0 && y + height <= 180], [true, true, true]);
  await (await inside(page, 'close')).click();
  is('heard', await heard(page), [['open', {}], ['close', { reason: 'button' }]]);
});

await story('a form', 'popup.html?case=capture', {}, async (page) => {
  await opened(page);
  const input = await inside(page, 'input');
  await (await inside(page, 'submit')).click();
  is('nothing was sent', (await heard(page)).length, 1);
  is('focus on what is wrong', await focus(page), 'input');
  is('said in words, announced and bound to the field', await input.evaluate((node) => {
    const message = node.getRootNode().getElementById(node.getAttribute('aria-describedby'));
    return [node.getAttribute('aria-invalid'), message.role ?? message.getAttribute('role'), message.textContent.length > 5];
  }), ['true', 'alert', true]);
  await page.keyboard.type('ada@shop.example');
  is('taken back once right', await input.evaluate((node) => [node.getAttribute('aria-invalid'), node.getRootNode().getElementById(node.getAttribute('aria-describedby')).textContent]), ['false', '']);
  await (await inside(page, 'submit')).click();
  is('consent is asked for', [(await heard(page)).length, await focus(page)], [1, 'box']);
  await page.keyboard.press(' ');
  await page.evaluate(() => { window.answer = false; });
  await (await inside(page, 'submit')).click();
  await page.waitForFunction(() => [...document.querySelector('vitrin-popup').shadowRoot.querySelectorAll('[part=error]')].at(-1).textContent);
  is('refused: said, and kept', await input.evaluate((node) => [node.value, [...node.getRootNode().querySelectorAll('[part=error]')].at(-1).textContent]), ['ada@shop.example', 'Please try again in a moment.']);
  await page.evaluate(() => { window.answer = undefined; });
  await (await inside(page, 'submit')).click();
  await page.waitForFunction(() => window.heard.at(-1)[0] === 'step');
  is('sent, with what was agreed to', (await heard(page)).at(-2), ['submit', { fields: { email: 'ada@shop.example' }, consent: { given: true, text: 'Yes, send me the newsletter. I can end it at any time with one click.', version: '2026-11', double_opt_in: false } }]);
  is('thanked, with the focus there', [await focus(page), await (await inside(page, 'heading')).evaluate((node) => node.textContent), await (await inside(page, 'dialog')).evaluate((node) => node.getAttribute('aria-label'))], ['heading', 'Thank you', 'Thank you']);
  await (await inside(page, 'button')).click();
  is('heard', (await heard(page)).map(([name]) => name), ['open', 'submit', 'submit', 'step', 'click', 'close']);
});

await story('a robot', 'popup.html?case=capture', {}, async (page) => {
  await opened(page);
  await page.evaluate(() => {
    const root = document.querySelector('vitrin-popup').shadowRoot;
    const [email, consent] = ['[part=input]', '[part=box]'].map((part) => root.querySelector(part));
    email.value = 'bot@shop.example';
    consent.checked = true;
    root.querySelector('[part=trap] input').value = 'https://spam.example';
    window.answer = false;
    root.querySelector('form').requestSubmit();
  });
  is('caught, and none the wiser', [(await heard(page)).find(([name]) => name === 'submit'), await (await inside(page, 'heading')).evaluate((node) => node.textContent)], [['submit', { fields: { email: 'bot@shop.example' }, trap: true }], 'Thank you']);
});

await story('a followed link', 'popup.html?case=cart', {}, async (page) => {
  await opened(page);
  await (await inside(page, 'primary')).click();
  is('heard', await heard(page), [['open', {}], ['click', { label: 'Go to cart', href: `${base}/tests/look/popup.html?case=cart#cart`, action: 'cart' }], ['close', { reason: 'action' }]].map((one) => one));
  is('followed', await page.evaluate(() => location.hash), '#cart');
});

await story('hostile data', 'popup.html?case=hostile', {}, async (page) => {
  const asked = [];
  page.on('request', (request) => /favicon/.test(request.url()) || asked.push(request.url()));
  await opened(page);
  is('inert', await page.evaluate(() => {
    const root = document.querySelector('vitrin-popup').shadowRoot;
    return [window.pwned ?? false, root.querySelectorAll('script, img, iframe, style, [onerror], [style*=url]').length, root.querySelectorAll('a').length, [...root.querySelectorAll('[part~=button]')].map((node) => node.textContent), ({}).polluted ?? null];
  }), [false, 0, 0, ['Go', 'good'], null]);
  await page.evaluate(() => {
    const root = document.querySelector('vitrin-popup').shadowRoot;
    root.querySelector('[type=email]').value = 'a@b.example';
    root.querySelector('[type=text]').value = 'x';
    root.querySelector('form').requestSubmit();
  });
  is('a field named __proto__ is a field', await page.evaluate(() => [Object.keys(window.heard.find(([name]) => name === 'submit')[1].fields).sort(), ({}).checkValidity === undefined]), [['__proto__', 'checkValidity'], true]);
  is('no request', asked, []);
});

await story('the page takes it away', 'popup.html?case=cart', {}, async (page) => {
  await opened(page);
  await page.evaluate(() => document.querySelector('vitrin-popup').remove());
  await page.waitForFunction(() => window.heard.length > 1);
  await page.evaluate(() => window.popup.close());
  is('heard once', await heard(page), [['open', {}], ['close', { reason: 'page' }]]);
  await page.evaluate(() => window.show('cart'));
  await page.evaluate(() => document.body.replaceWith(document.createElement('body')));
  await page.waitForFunction(() => window.heard.at(-1)[0] === 'close');
});

await story('right to left', 'popup.html?case=rtl', {}, async (page) => {
  await opened(page);
  const [dialog, button] = [await (await inside(page, 'dialog')).boundingBox(), await (await inside(page, 'close')).boundingBox()];
  is('the close button is on the left', button.x - dialog.x < 20, true);
});

if (chromium) {
  await story('print', 'popup.html?case=cart', {}, async (page) => {
    await opened(page);
    await page.emulateMediaType('print');
    is('not on paper', await (await inside(page, 'dialog')).evaluate((node) => node.getClientRects().length), 0);
  });
} else skip('print (a page cannot be shown as it would be printed)');

for (const look of ['', 'dark%20rtl', 'rough', 'brand%20serif']) {
  for (const width of [1280, 768, 390]) {
    await story(`blocks ${look} ${width}`, `blocks.html?late&look=${look}`, { width }, async (page) => {
      const measure = () => page.evaluate(() => [...document.querySelectorAll('vitrin-block')].map((block) => block.getBoundingClientRect().height));
      const before = await measure();
      // Each block in view in its turn, with what follows it: a shift out of view is not counted.
      const count = await page.evaluate(() => document.querySelectorAll('[data-cards]').length);
      const fill = async (index) => page.evaluate((at) => { document.querySelectorAll('[data-cards]')[at].scrollIntoView({ block: 'center' }); }, index);
      await fill(0);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.evaluate(() => window.fill());
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      for (let index = 0; index < count; index += 1) await fill(index);
      is(`blocks ${look} ${width}: as tall as their room`, await measure(), before);
      is(`blocks ${look} ${width}: no card is cut`, await page.evaluate(() => [...document.querySelectorAll('.vitrin-price')].filter((price) => price.getBoundingClientRect().bottom > price.closest('.vitrin-cards').getBoundingClientRect().bottom + 0.5).length), 0);
      is(`blocks ${look} ${width}: no picture under a title`, await page.evaluate(() => [...document.querySelectorAll('.vitrin-image')].filter((image) => {
        const [picture, title] = [image, image.parentElement.querySelector('.vitrin-title')].map((node) => node.getBoundingClientRect());
        return picture.bottom > title.top || picture.height < 90;
      }).length), 0);
      is(`blocks ${look} ${width}: the page is no wider`, await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true);
      if (chromium) is(`blocks ${look} ${width}: nothing shifted`, await page.evaluate(() => window.shifts), 0);
    });
  }
}

await story('blocks under axe', 'blocks.html', {}, async (page) => {
  await judged('blocks under axe', page, 'vitrin-block');
});

await import('./formats.mjs');
await import('./hostile.mjs');
await import('./privacy.mjs');
await import('./tools.mjs');
await import('./guides.mjs');
await finish();
