<?php
// What a shop's software makes of a piece of the guides: the piece comes in, {"head": …, "body": …} goes out, in the form in which a browser gets it.
// WordPress and Magento are stood in for by the few functions and words that the guides use; Smarty and Twig are the engines themselves.
$piece = stream_get_contents(STDIN);
$page = ['head' => '', 'body' => ''];

function complain($what) {
    fwrite(STDERR, "$what\n");
    exit(1);
}

set_error_handler(fn ($level, $what, $file, $line) => complain("$what ($file:$line)"));

function wordpress($piece) {
    $GLOBALS['hooks'] = [];
    function add_action($hook, $does, $priority = 10) { $GLOBALS['hooks'][$hook][] = $does; }
    function content_url($path) { return "/wp-content/$path"; }
    function rest_url($path) { return "/wp-json/$path"; }
    function get_woocommerce_currency() { return 'EUR'; }
    function esc_url($url) { return htmlspecialchars($url, ENT_QUOTES); }
    function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }
    eval($piece);
    $places = ['wp_head' => 'head', 'woocommerce_after_single_product_summary' => 'body'];
    $page = ['head' => '', 'body' => ''];
    foreach ($GLOBALS['hooks'] as $hook => $all) {
        isset($places[$hook]) or complain("no hook $hook is known here");
        ob_start();
        foreach ($all as $does) $does();
        $page[$places[$hook]] .= ob_get_clean();
    }
    return $page;
}

// PrestaShop: a child theme's template, above what both themes have in theirs.
function prestashop($piece) {
    require '/usr/share/php/smarty4/Smarty.class.php';
    class Themes extends Smarty_Resource_Custom {
        const PARENTS = [
            '_partials/head.tpl' => ['head', "<meta name=\"shop\" content=\"1\">{block name='hook_extra'}{/block}"],
            'catalog/product.tpl' => ['body', "<h1>Paper pendant</h1>{block name='product_footer'}<p id=\"own\">The shop's own</p>{/block}"],
        ];
        protected function fetch($name, &$source, &$time) {
            isset(self::PARENTS[$name]) or complain("no template $name is known here");
            [, $source] = self::PARENTS[$name];
            $time = 1;
        }
    }
    $smarty = new Smarty();
    $smarty->setCompileDir(sys_get_temp_dir() . '/vitrin-smarty-' . getmypid());
    $smarty->registerResource('parent', new Themes());
    $smarty->assign('urls', ['base_url' => '/']);
    $smarty->assign('currency', ['iso_code' => 'EUR']);
    $html = $smarty->fetch("string:$piece");
    $smarty->clearCompiledTemplate();
    rmdir($smarty->getCompileDir());
    preg_match("/extends file='parent:([^']+)'/", $piece, $parent);
    $place = $parent ? Themes::PARENTS[$parent[1]][0] : 'head';
    // What the theme has there must still be there.
    if ($place === 'body' && !str_contains($html, 'id="own"')) complain('the shop\'s own is gone');
    return [...['head' => '', 'body' => ''], $place => $html];
}

// OpenCart: a modification, laid over templates and drawn by Twig.
function opencart($piece) {
    require '/usr/share/php/Twig/autoload.php';
    $templates = ['header.twig' => ['head', "<title>{{ title }}</title>\n</head>"], 'product.twig' => ['body', "<div id=\"content\">\n{{ content_bottom }}\n</div>"]];
    $page = ['head' => '', 'body' => ''];
    foreach (simplexml_load_string($piece)->file as $file) {
        $name = basename($file['path']);
        isset($templates[$name]) or complain("no template $name is known here");
        [$place, $text] = $templates[$name];
        foreach ($file->operation as $operation) {
            str_contains($text, $operation->search) or complain("$name has no {$operation->search}");
            "{$operation->add['position']}" === 'before' or complain('only what is added before is known here');
            $text = str_replace($operation->search, $operation->add . $operation->search, $text);
        }
        $twig = new Twig\Environment(new Twig\Loader\ArrayLoader([$name => $text]), ['strict_variables' => true, 'autoescape' => false]);
        $page[$place] = str_replace('</head>', '', $twig->render($name, ['title' => 'Paper pendant', 'base' => '/', 'content_bottom' => '']));
    }
    return $page;
}

// Magento: the text that a layout's block puts into the page. A block with a template draws that file, which is a piece of its own.
function magento($piece) {
    $texts = simplexml_load_string($piece)->xpath('//referenceContainer//argument[@name="text"]');
    return ['head' => '', 'body' => implode('', $texts)];
}

echo json_encode($argv[1]($piece), JSON_THROW_ON_ERROR);
