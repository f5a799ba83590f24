/**
 * A complete Python script that continues training in PyTorch. It is generated from a config, and uses only long-stable
 * interfaces of PyTorch, torchvision and safetensors.
 */
import type { RunConfig } from '../../core/config.ts';
import { CLASSES, PIXELS, SIDE } from '../../core/types.ts';
import type { Messages } from '../../i18n/messages.ts';

export const SCRIPT_VARIANTS = ['single', 'torchrun'] as const;
export type ScriptVariant = (typeof SCRIPT_VARIANTS)[number];

/** File name of the downloaded script, also in the commands. */
export const SCRIPT_NAME = 'continue_mnist.py';

export interface ScriptOptions {
  readonly variant: ScriptVariant;
  readonly config: RunConfig;
  /** Name of the weights file beside the script. */
  readonly weights: string;
  /** Number of epochs to train. */
  readonly epochs: number;
  /** In the reader's language. */
  readonly comments: Messages['pytorch']['comments'];
}

/** Shell commands, one for each line. */
export function commands(variant: ScriptVariant): readonly string[] {
  const run = variant === 'single' ? 'python' : 'torchrun --standalone --nproc_per_node=2';
  return ['pip install torch torchvision safetensors', `${run} ${SCRIPT_NAME}`];
}

export function pytorchScript(options: ScriptOptions): string {
  const { variant, config, weights, epochs, comments } = options;
  const several = variant === 'torchrun';
  return lines(
    `"""${comments.about}`,
    '',
    commands(variant).map((line) => `    ${line}`),
    '"""',
    several && 'import os',
    'import sys',
    '',
    'import torch',
    several && 'import torch.distributed as dist',
    'import torch.nn as nn',
    'import torch.nn.functional as F',
    'from safetensors import safe_open',
    'from safetensors.torch import load_file, save_file',
    several && 'from torch.nn.parallel import DistributedDataParallel',
    'from torch.utils.data import DataLoader',
    several && 'from torch.utils.data.distributed import DistributedSampler',
    'from torchvision import datasets, transforms',
    '',
    `WEIGHTS = sys.argv[1] if len(sys.argv) > 1 else ${quoted(weights)}`,
    `RESULT = ${quoted(continuedName(weights))}`,
    `EPOCHS = ${epochs}`,
    `BATCH = ${config.batch}`,
    `SEED = ${config.seed}`,
    '',
    '',
    `# ${comments.network}`,
    network(config),
    '',
    '',
    EVALUATE,
    '',
    '',
    several ? severalProcesses(config, comments) : oneProcess(config, comments),
    '',
    '',
    'if __name__ == "__main__":',
    '    main()',
    '',
  );
}

type Lines = string | false | readonly Lines[];

/** Joins nested lists to one text, without `false`. */
function lines(...parts: readonly Lines[]): string {
  const flat = (part: Lines): readonly string[] =>
    part === false ? [] : typeof part === 'string' ? [part] : part.flatMap(flat);
  return parts.flatMap(flat).join('\n');
}

/** For ASCII text, a JSON string is a Python string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** mnist-mlp.safetensors → mnist-mlp-continued.safetensors */
function continuedName(weights: string): string {
  return `${weights.replace(/\.safetensors$/, '')}-continued.safetensors`;
}

const HEAD = ['class Net(nn.Module):', '    def __init__(self):', '        super().__init__()'] as const;
const FORWARD = ['', '    def forward(self, x):'] as const;

function network({ model, layers }: RunConfig): readonly string[] {
  switch (model) {
    case 'mlp':
      return dense([PIXELS, ...layers, CLASSES]);
    case 'softmax':
      return dense([PIXELS, CLASSES]);
    case 'cnn':
      return CNN;
    default:
      return model satisfies never;
  }
}

function dense(widths: readonly number[]): readonly string[] {
  const count = widths.length - 1;
  const made = Array.from(
    { length: count },
    (_, i) => `        self.l${i + 1} = nn.Linear(${widths[i]}, ${widths[i + 1]})`,
  );
  const used = Array.from({ length: count - 1 }, (_, i) => `        x = F.relu(self.l${i + 1}(x))`);
  return [
    ...HEAD,
    ...made,
    ...FORWARD,
    `        x = x.view(-1, ${PIXELS})`,
    ...used,
    `        return self.l${count}(x)`,
  ];
}

/** As in the engine, whose numbers features can't import; a test compares the two. */
const CHANNELS = [16, 32] as const;
const HIDDEN = 64;
const FLAT = (SIDE / 4) ** 2 * CHANNELS[1];

const CNN: readonly string[] = [
  ...HEAD,
  `        self.conv1 = nn.Conv2d(1, ${CHANNELS[0]}, 3, padding=1)`,
  `        self.conv2 = nn.Conv2d(${CHANNELS[0]}, ${CHANNELS[1]}, 3, padding=1)`,
  `        self.l1 = nn.Linear(${FLAT}, ${HIDDEN})`,
  `        self.l2 = nn.Linear(${HIDDEN}, ${CLASSES})`,
  ...FORWARD,
  '        x = F.max_pool2d(F.relu(self.conv1(x)), 2)',
  '        x = F.max_pool2d(F.relu(self.conv2(x)), 2)',
  `        x = x.view(-1, ${FLAT})`,
  '        x = F.relu(self.l1(x))',
  '        return self.l2(x)',
];

const EVALUATE: readonly string[] = [
  'def evaluate(net, loader, device):',
  '    net.eval()',
  '    loss, correct, total = 0.0, 0, 0',
  '    with torch.no_grad():',
  '        for images, labels in loader:',
  '            images, labels = images.to(device), labels.to(device)',
  '            logits = net(images)',
  '            loss += F.cross_entropy(logits, labels, reduction="sum").item()',
  '            correct += (logits.argmax(dim=1) == labels).sum().item()',
  '            total += len(labels)',
  '    return f"loss {loss / total:.4f}, accuracy {correct}/{total} ({100 * correct / total:.2f}%)"',
];

function optimizer({ optimizer: name, lr, momentum }: RunConfig): string {
  switch (name) {
    case 'sgd':
      return `torch.optim.SGD(net.parameters(), lr=${lr}, momentum=${momentum})`;
    case 'adam':
      return `torch.optim.Adam(net.parameters(), lr=${lr})`;
    default:
      return name satisfies never;
  }
}

type Comments = ScriptOptions['comments'];

function loadAndTest(comments: Comments, indent: string): readonly string[] {
  return [
    `# ${comments.test}`,
    'print(f"{WEIGHTS}: {evaluate(net, test_loader, device)}")',
    'with safe_open(WEIGHTS, framework="pt") as file:',
    '    said = (file.metadata() or {}).get("test_accuracy")',
    'if said is not None:',
    '    print(f"Softmax Live: accuracy {100 * float(said):.2f}%")',
  ].map((line) => indent + line);
}

function save(comments: Comments, indent: string): readonly string[] {
  return [
    `# ${comments.save}`,
    'tensors = {name: value.cpu().contiguous() for name, value in net.state_dict().items()}',
    'save_file(tensors, RESULT, metadata={"format": "pt"})',
    'print(f"Saved {RESULT}")',
  ].map((line) => indent + line);
}

/** `trained`: the Python variable of the network that is trained. */
function trainingLoop(trained: string, several: boolean, comments: Comments): readonly Lines[] {
  return [
    '    for epoch in range(1, EPOCHS + 1):',
    several && [`        # ${comments.shuffle}`, '        sampler.set_epoch(epoch)'],
    `        ${trained}.train()`,
    '        for step, (images, labels) in enumerate(train_loader):',
    '            images, labels = images.to(device), labels.to(device)',
    '            optimizer.zero_grad()',
    `            loss = F.cross_entropy(${trained}(images), labels)`,
    '            loss.backward()',
    '            optimizer.step()',
    `            if step % 100 == 0${several ? ' and rank == 0' : ''}:`,
    '                print(f"Epoch {epoch}/{EPOCHS} | Batch {step}/{len(train_loader)} | Loss: {loss.item():.6f}")',
  ];
}

const DATA = '"mnist_data"';

function oneProcess(config: RunConfig, comments: Comments): readonly Lines[] {
  return [
    'def main():',
    '    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")',
    '    torch.manual_seed(SEED)',
    '',
    `    # ${comments.pixels}`,
    '    pixels = transforms.ToTensor()',
    `    train_set = datasets.MNIST(${DATA}, train=True, download=True, transform=pixels)`,
    `    test_set = datasets.MNIST(${DATA}, train=False, download=True, transform=pixels)`,
    '    train_loader = DataLoader(train_set, batch_size=BATCH, shuffle=True)',
    '    test_loader = DataLoader(test_set, batch_size=1000)',
    '',
    `    # ${comments.load}`,
    '    net = Net()',
    '    net.load_state_dict(load_file(WEIGHTS))',
    '    net.to(device)',
    loadAndTest(comments, '    '),
    '',
    `    # ${comments.optimizer}`,
    `    optimizer = ${optimizer(config)}`,
    trainingLoop('net', false, comments),
    '        print(f"Epoch {epoch}/{EPOCHS} | Test: {evaluate(net, test_loader, device)}")',
    '',
    save(comments, '    '),
  ];
}

function severalProcesses(config: RunConfig, comments: Comments): readonly Lines[] {
  return [
    'def main():',
    `    # ${comments.process}`,
    '    rank = int(os.environ["RANK"])',
    '    local_rank = int(os.environ["LOCAL_RANK"])',
    '    cuda = torch.cuda.is_available()',
    '    device = torch.device(f"cuda:{local_rank}" if cuda else "cpu")',
    '    if cuda:',
    '        torch.cuda.set_device(device)',
    '    dist.init_process_group(backend="nccl" if cuda else "gloo")',
    '    torch.manual_seed(SEED)',
    '',
    `    # ${comments.pixels} ${comments.downloadOnce}`,
    '    pixels = transforms.ToTensor()',
    '    if local_rank == 0:',
    `        datasets.MNIST(${DATA}, download=True)`,
    '    dist.barrier()',
    `    train_set = datasets.MNIST(${DATA}, train=True, transform=pixels)`,
    `    test_set = datasets.MNIST(${DATA}, train=False, transform=pixels)`,
    '',
    `    # ${comments.share}`,
    `    # ${comments.scale}`,
    '    share = max(1, BATCH // dist.get_world_size())',
    '    sampler = DistributedSampler(train_set, shuffle=True, seed=SEED)',
    '    train_loader = DataLoader(train_set, batch_size=share, sampler=sampler)',
    '    test_loader = DataLoader(test_set, batch_size=1000)',
    '',
    `    # ${comments.load}`,
    '    net = Net()',
    '    net.load_state_dict(load_file(WEIGHTS))',
    '    net.to(device)',
    '    parallel = DistributedDataParallel(net, device_ids=[local_rank] if cuda else None)',
    '    if rank == 0:',
    loadAndTest(comments, '        '),
    '    dist.barrier()',
    '',
    `    # ${comments.optimizer}`,
    `    optimizer = ${optimizer(config)}`,
    trainingLoop('parallel', true, comments),
    '        if rank == 0:',
    '            print(f"Epoch {epoch}/{EPOCHS} | Test: {evaluate(net, test_loader, device)}")',
    '        dist.barrier()',
    '',
    '    if rank == 0:',
    save(comments, '        '),
    '    dist.destroy_process_group()',
  ];
}
