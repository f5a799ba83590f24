"""Makes the test fixtures of the other direction: files that PyTorch writes, and its logits with them.

    pip install torch safetensors
    python make_fixtures.py ../../src/engine/testing/torch-fixtures

Each file is what safetensors.torch.save_file makes of a state_dict: without metadata and in float32; with those of the
transformers library and in float16; in bfloat16. The logits are PyTorch's, in float64, for pictures by formula, so no
MNIST data are in them.
"""
import json
import os
import sys

import safetensors
import torch
import torch.nn as nn
from safetensors.torch import load_file, save_file

PICTURES = 3


def hash32(k):
    """As in src/core/random.ts."""
    mask = 0xFFFFFFFF
    x = k & mask
    x ^= x >> 16
    x = x * 0x7FEB352D & mask
    x ^= x >> 15
    x = x * 0x846CA68B & mask
    x ^= x >> 16
    return x


def picture(n):
    values = (hash32(n * 784 + i) / 2**32 for i in range(784))
    return torch.tensor([4 * value if value < 0.25 else 0.0 for value in values])


class Dense(nn.Module):
    def __init__(self, *widths):
        super().__init__()
        self.count = len(widths) - 1
        for i in range(self.count):
            setattr(self, f"l{i + 1}", nn.Linear(widths[i], widths[i + 1]))

    def forward(self, x):
        x = x.view(-1, 784)
        for i in range(1, self.count):
            x = torch.relu(getattr(self, f"l{i}")(x))
        return getattr(self, f"l{self.count}")(x)


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.l1 = nn.Linear(1568, 64)
        self.l2 = nn.Linear(64, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = torch.relu(self.l1(x.view(-1, 1568)))
        return self.l2(x)


def make(folder, name, net, dtype, metadata):
    path = os.path.join(folder, f"{name}.safetensors")
    save_file({key: value.to(dtype).contiguous() for key, value in net.state_dict().items()}, path, metadata=metadata)
    # What the file holds, not what was there before it was rounded.
    net.load_state_dict(load_file(path))
    net.double()
    with torch.no_grad():
        return [net(picture(n).double().view(1, 1, 28, 28))[0].tolist() for n in range(PICTURES)]


def main():
    folder = sys.argv[1]
    torch.manual_seed(0)
    logits = {
        "mlp": make(folder, "mlp", Dense(784, 16, 8, 10), torch.float32, None),
        "softmax": make(folder, "softmax", Dense(784, 10), torch.float16, {"format": "pt"}),
        "cnn": make(folder, "cnn", Cnn(), torch.bfloat16, None),
    }
    made = f"PyTorch {torch.__version__} and safetensors {safetensors.__version__}, scripts/pytorch/make_fixtures.py"
    with open(os.path.join(folder, "logits.golden.json"), "w", encoding="utf-8") as file:
        json.dump({"about": f"Made by {made}. Logits in float64 of picture(0), picture(1), …", **logits}, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
