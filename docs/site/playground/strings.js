// The words of the page, a language a column.

const words = {
  playground: ["Playground", "在线检查"],
  lead: ["Check a Dify plugin here. Nothing is uploaded.", "在这里检查 Dify 插件，文件不会上传。"],
  home: ["difylint: the documentation", "difylint 文档"],
  language: ["Language", "语言"],
  toolbar: ["Open, choose and save", "打开、选择与保存"],
  openFolder: ["Open folder", "打开文件夹"],
  openFile: ["Open package or zip", "打开插件包或 zip"],
  paste: ["Paste a file", "粘贴文件"],
  pastePath: ["Path in the plugin", "插件内的路径"],
  pasteText: ["Content", "内容"],
  pasteAlone: ["Begin a new plugin with it", "用它新建一个插件"],
  cancel: ["Cancel", "取消"],
  add: ["Add", "添加"],
  example: ["Example", "示例"],
  own: ["your files", "自己的文件"],
  profile: ["Profile", "用途"],
  profileAuto: ["as configured", "按配置"],
  profileMarketplace: ["marketplace", "插件市场"],
  profileOfficial: ["official", "官方"],
  profilePrivate: ["private", "自用"],
  difyAuto: ["newest", "最新"],
  share: ["Copy link", "复制链接"],
  shared: ["The link is copied. It holds the files themselves: nothing is stored anywhere else.", "链接已复制。文件内容都在链接里，没有存放在别处。"],
  tooLarge: ["These files are too large for a link ({0} KiB compressed; at most {1}). Download them instead.", "文件太大，放不进链接（压缩后 {0} KiB，上限 {1} KiB）。改用下载。"],
  badLink: ["The link is damaged: {0}", "链接已损坏：{0}"],
  download: ["Download", "下载"],
  getZip: ["The files, as a zip", "全部文件（zip）"],
  getSarif: ["Report, SARIF", "报告（SARIF）"],
  getMarkdown: ["Report, Markdown", "报告（Markdown）"],
  getJson: ["Report, JSON", "报告（JSON）"],
  verdict: ["Verdict", "结论"],
  gates: ["Show findings of a gate", "按关卡筛选"],
  severities: ["Show findings of a severity", "按严重程度筛选"],
  loading: ["Loading the checker", "正在加载检查器"],
  warming: ["Warming up", "正在预热"],
  megabytes: ["{0} of {1} MB", "{0} / {1} MB"],
  close: ["Close", "关闭"],
  files: ["Files", "文件"],
  file: ["File", "文件"],
  editor: ["Editor", "编辑器"],
  editorOf: ["Content of {0}", "{0} 的内容"],
  readOnly: ["read only", "只读"],
  remove: ["Remove", "删除"],
  unpack: ["Unpack to edit", "解包后编辑"],
  binary: ["This file is not shown: it is not text, or it is large.", "不显示此文件：它不是文本，或者太大。"],
  dropHere: ["Drop a folder, a package or a zip", "松开以打开文件夹、插件包或 zip"],
  tabs: ["Reports", "报告"],
  findings: ["Findings", "问题"],
  diagnose: ["Diagnose", "诊断"],
  requires: ["Requires", "版本要求"],
  capabilities: ["Capabilities", "能力"],
  risk: ["Risk", "风险"],
  compare: ["Compare", "比较"],
  gate_package: ["Package", "打包"],
  gate_install: ["Install", "安装"],
  gate_start: ["Start", "启动"],
  gate_debug: ["Debug", "调试"],
  gate_call: ["Call", "调用"],
  gate_publish: ["Publish", "发布"],
  gate_none: ["Advice", "建议"],
  passes: ["passes", "通过"],
  refused: ["refused: {0}", "被拒绝：{0}"],
  unknown: ["not judged", "未能判断"],
  things: ["to do: {0}", "待办：{0}"],
  hints: ["hints: {0}", "提示：{0}"],
  error: ["error", "错误"],
  warning: ["warning", "警告"],
  info: ["info", "提示"],
  plugins: ["{0} plugins", "{0} 个插件"],
  clean: ["Nothing found. Every gate takes the plugin.", "没有发现问题，各个关卡都会接受这个插件。"],
  noneShown: ["No finding passes the filters.", "没有符合筛选条件的问题。"],
  fixAll: ["Fix all that is safe ({0})", "修复全部安全项（{0}）"],
  fixUnsafe: ["Fix all ({0})", "全部修复（{0}）"],
  needsLook: ["needs a look", "需要确认"],
  fixed: ["{0} fixed", "已修复 {0} 处"],
  refusedFix: ["Not changed: {0}", "没有修改：{0}"],
  unfixable: ["A package is not changed. Unpack it first.", "插件包不能直接修改，先解包。"],
  more: ["Page of the rule", "规则说明"],
  related: ["See also", "相关位置"],
  uncounted: ["counts only for the marketplace", "只对插件市场有效"],
  message: ["Message, traceback or log of the platform", "平台的报错、traceback 或日志"],
  messageHint: ["Paste what Dify, the daemon, the SDK or uv said", "粘贴 Dify、插件守护进程、SDK 或 uv 的输出"],
  read: ["Explain", "解释"],
  nothingKnown: ["Nothing in this text is known.", "这段文字里没有已知的报错。"],
  said: ["Said by", "来自"],
  means: ["Means", "含义"],
  todo: ["What to do", "怎么办"],
  settings: ["Settings to look at", "要检查的设置"],
  place: ["Place", "位置"],
  oldest: ["Oldest {0} that takes the plugin", "能接受该插件的 {0} 最低版本"],
  anyRelease: ["any", "任意版本"],
  noRelease: ["none", "没有"],
  declared: ["The manifest names {0}", "清单写的是 {0}"],
  because: ["Why", "原因"],
  write: ["Write", "应写"],
  ignoredByOld: ["Older releases do not read", "旧版本不读取"],
  permissions: ["Permissions", "权限"],
  reaches: ["What the code reaches", "代码涉及的范围"],
  hosts: ["Hosts", "主机"],
  powers: ["Powers", "高风险能力"],
  credentials: ["Credentials", "凭据"],
  endpoints: ["Endpoints that anybody can call", "任何人都能调用的端点"],
  environment: ["Environment variables", "环境变量"],
  services: ["Libraries that speak to their own service", "与自家服务通信的库"],
  libraries: ["Libraries, not followed", "未跟踪的库"],
  notAnalysed: ["Not analysed", "未分析"],
  usedGranted: ["declared and used", "已声明并使用"],
  usedOnly: ["used, never declared", "已使用但未声明"],
  grantedOnly: ["declared, never used", "已声明但从未使用"],
  requests: ["{0} requests, {1} of them to fixed hosts", "{0} 个请求，其中 {1} 个发往固定主机"],
  andMore: ["and {0} more", "另有 {0} 处"],
  nothing: ["nothing that was seen", "未发现"],
  level_low: ["Low risk", "低风险"],
  level_medium: ["Medium risk", "中风险"],
  level_high: ["High risk", "高风险"],
  reasons: ["Reasons", "理由"],
  personal: ["High if the plugin handles such data of persons", "如果处理这类个人数据，则为高风险"],
  unread: ["Not read, so not assessed", "未读取，未评估"],
  disclosure: ["For the submission form", "提交表单用"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  compareHint: ["Choose the released plugin: a package, a zip or a folder. It is compared with the files that are open.", "选择已发布的插件（插件包、zip 或文件夹），与当前打开的文件比较。"],
  olderFile: ["Older package or zip", "旧插件包或 zip"],
  olderFolder: ["Older folder", "旧文件夹"],
  state_same: ["The same", "相同"],
  state_enough: ["The version is raised enough", "版本号提升足够"],
  "state_too-little": ["The version is raised too little: {0} is needed", "版本号提升不够：需要 {0}"],
  state_unchanged: ["Changed without a new version: {0} is needed", "有改动但版本号未变：需要 {0}"],
  state_back: ["The version goes back", "版本号倒退"],
  state_unreadable: ["Could not be read", "无法读取"],
  state_new: ["New: the older one has no such plugin", "新增：旧版没有这个插件"],
  "state_not-compared": ["Not compared: {0}", "未比较：{0}"],
  class_breaking: ["Breaking", "不兼容"],
  class_added: ["Added", "新增"],
  class_fix: ["Fixes", "修复"],
  working: ["Working", "处理中"],
  restarted: ["The checker stopped and was started again: {0}", "检查器已停止并重新启动：{0}"],
  slow: ["it took longer than {0} seconds", "用时超过 {0} 秒"],
  ended: ["a file is too large for a browser. The command checks it", "文件太大，浏览器无法处理；用命令检查"],
  tooMany: ["More than {0} files or {1} MiB: open the plugin's own folder.", "超过 {0} 个文件或 {1} MiB：打开插件自己的文件夹。"],
  failed: ["It could not be opened: {0}", "无法打开：{0}"],
  offline: ["Ready. This page now works without a network.", "就绪。此页面现在可以离线使用。"],
};

export const languages = ["en", "zh"];
let column = 0;

// use chooses a language.
export function use(lang) {
  column = Math.max(0, languages.indexOf(lang));
}

// tag is the language's name by BCP 47.
export const tag = () => ["en", "zh-Hans"][column];

// What the checker says in the chosen language, by the English.
const known = new Map();

// learn takes the words that come with an answer.
export function learn(words) {
  for (const [english, text] of Object.entries(words)) known.set(english, text);
}

// said is a text of the checker in the chosen language.
export const said = (english) => (column && known.get(english)) || english;

// t is the text of a key, with its values put in.
export function t(key, ...values) {
  const text = words[key]?.[column] ?? key;
  return text.replace(/\{(\d)\}/g, (_, i) => values[i]);
}

// apply writes the words into the elements that name them.
export function apply(root = document) {
  for (const e of root.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  for (const e of root.querySelectorAll("[data-label]")) e.setAttribute("aria-label", t(e.dataset.label));
}
