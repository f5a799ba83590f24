"""Checks that PyTorch predicts the same as the page from a weights file of Softmax Live.

    pip install torch safetensors
    python check_weights.py mnist-mlp.safetensors predictions.json

Loads the file into the network with load_state_dict, which checks every name and shape. Compares the logits for the
pictures in predictions.json with those of the page: a list of {"pixels": 784 bytes, "logits": 10 numbers}. README.md,
beside this file, says how to get it from the page. With --without-torch the forward pass is plain Python, by the
definitions in PyTorch's documentation, and nothing needs to be installed.

Exit status 0: everything agrees to 1e-4.
"""
import argparse
import array
import json
import struct
import sys

TOLERANCE = 1e-4


def main():
    parser = argparse.ArgumentParser(description="Compares a weights file with what the page predicts with it.")
    parser.add_argument("weights", help="a .safetensors file from the page")
    parser.add_argument("predictions", help='JSON: [{"pixels": [784 bytes], "logits": [10 numbers]}, …]')
    parser.add_argument("--without-torch", action="store_true", help="plain Python instead of PyTorch")
    options = parser.parse_args()
    with open(options.predictions, encoding="utf-8") as file:
        cases = json.load(file)
    if not cases:
        sys.exit("There are no predictions to compare with")
    forward = plain_forward(options.weights) if options.without_torch else torch_forward(options.weights)
    worst = 0.0
    for case in cases:
        logits = forward([byte / 255 for byte in case["pixels"]])
        if len(logits) != len(case["logits"]):
            sys.exit(f"{len(logits)} logits, the page has {len(case['logits'])}")
        worst = max(worst, *(abs(a - b) for a, b in zip(logits, case["logits"])))
        same = max(range(10), key=logits.__getitem__) == max(range(10), key=case["logits"].__getitem__)
        if not same and worst > TOLERANCE:
            print("Another digit than in the page")
    print(f"{len(cases)} pictures, largest difference of a logit: {worst:.2e}")
    if not worst <= TOLERANCE:
        sys.exit(f"More than {TOLERANCE}: the file does not mean the same")


def torch_forward(path):
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
    from safetensors.torch import load_file

    class Net(nn.Module):
        """The post's, word for word."""

        def __init__(self):
            super().__init__()
            self.l1 = nn.Linear(784, 520)
            self.l2 = nn.Linear(520, 320)
            self.l3 = nn.Linear(320, 240)
            self.l4 = nn.Linear(240, 120)
            self.l5 = nn.Linear(120, 10)

        def forward(self, x):
            x = x.view(-1, 784)
            x = F.relu(self.l1(x))
            x = F.relu(self.l2(x))
            x = F.relu(self.l3(x))
            x = F.relu(self.l4(x))
            return self.l5(x)

    class Dense(nn.Module):
        """Any other widths; with a single layer, softmax regression."""

        def __init__(self, widths):
            super().__init__()
            self.count = len(widths) - 1
            for i in range(self.count):
                setattr(self, f"l{i + 1}", nn.Linear(widths[i], widths[i + 1]))

        def forward(self, x):
            x = x.view(-1, 784)
            for i in range(1, self.count):
                x = F.relu(getattr(self, f"l{i}")(x))
            return getattr(self, f"l{self.count}")(x)

    class Cnn(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
            self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
            self.l1 = nn.Linear(1568, 64)
            self.l2 = nn.Linear(64, 10)

        def forward(self, x):
            x = F.max_pool2d(F.relu(self.conv1(x)), 2)
            x = F.max_pool2d(F.relu(self.conv2(x)), 2)
            x = x.view(-1, 1568)
            x = F.relu(self.l1(x))
            return self.l2(x)

    tensors = load_file(path)
    if "conv1.weight" in tensors:
        net = Cnn()
    else:
        count = sum(name.endswith(".weight") for name in tensors)
        widths = [784] + [tensors[f"l{i + 1}.bias"].shape[0] for i in range(count)]
        net = Net() if widths == [784, 520, 320, 240, 120, 10] else Dense(widths)
    net.load_state_dict(tensors)
    net.eval()
    print(f"PyTorch {torch.__version__}: {type(net).__name__} has loaded {path}")

    def forward(pixels):
        with torch.no_grad():
            return net(torch.tensor(pixels).view(1, 1, 28, 28))[0].tolist()

    return forward


def plain_forward(path):
    tensors = read_safetensors(path)

    def forward(x):
        if "conv1.weight" in tensors:
            side = 28
            for name in ("conv1", "conv2"):
                x = max_pool2(relu(conv2d(x, side, *layer(name))), side)
                side //= 2
        count = sum(name.startswith("l") and name.endswith(".weight") for name in tensors)
        for i in range(1, count + 1):
            x = linear(x, *layer(f"l{i}"))
            if i < count:
                x = relu(x)
        return x

    def layer(name):
        return tensors[f"{name}.weight"], tensors[f"{name}.bias"]

    print(f"Plain Python has read {path}")
    return forward


def read_safetensors(path):
    """Name → (shape, values). The files of the page are float32, little-endian."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            sys.exit(f"{name} is {entry['dtype']}; this reads F32, PyTorch reads the others as well")
        start, end = entry["data_offsets"]
        values = array.array("f", data[8 + length + start : 8 + length + end])
        if sys.byteorder == "big":
            values.byteswap()
        tensors[name] = (entry["shape"], values)
    return tensors


def linear(x, weight, bias):
    """torch.nn.Linear: y = x·Wᵀ + b, W [out, in]."""
    (outputs, inputs), w = weight
    assert len(x) == inputs, f"{len(x)} inputs, W has {inputs}"
    return [bias[1][o] + sum(a * b for a, b in zip(w[o * inputs : (o + 1) * inputs], x)) for o in range(outputs)]


def conv2d(x, side, weight, bias):
    """torch.nn.Conv2d with padding 1: a correlation, W [out, in, kh, kw]; x lies channel by channel."""
    (outputs, inputs, height, width), w = weight
    assert len(x) == inputs * side * side
    y = []
    for o in range(outputs):
        plane = [bias[1][o]] * (side * side)
        for i in range(inputs):
            for ky in range(height):
                for kx in range(width):
                    factor = w[((o * inputs + i) * height + ky) * width + kx]
                    for row in range(max(0, 1 - ky), min(side, side + 1 - ky)):
                        source = (i * side + row + ky - 1) * side + kx - 1
                        for column in range(max(0, 1 - kx), min(side, side + 1 - kx)):
                            plane[row * side + column] += factor * x[source + column]
        y.extend(plane)
    return y


def max_pool2(x, side):
    """torch.nn.functional.max_pool2d(x, 2)."""
    return [
        max(x[corner], x[corner + 1], x[corner + side], x[corner + side + 1])
        for start in range(0, len(x), side * side)
        for row in range(0, side, 2)
        for corner in range(start + row * side, start + (row + 1) * side, 2)
    ]


def relu(x):
    return [max(0.0, value) for value in x]


if __name__ == "__main__":
    main()
