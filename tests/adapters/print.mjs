// Prints what an adapter makes of the journey, for judges that are not written in JavaScript: node print.mjs TABLE
import { adapt, journey, tables } from './load.mjs';

for (const { body, args } of adapt(tables[process.argv[2]], { endpoint: 'https://collector.shop.example', key: 'KEY', site: 'shop.example' }, journey)) console.log(body ?? JSON.stringify(args));
