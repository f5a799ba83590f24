#!/bin/bash
# The post's network under Dawn: bash run.sh [--quick] [--rounds=N] [--json]. Needs an x64 Linux with a GPU and its
# Vulkan driver. Where the driver's description lies at an unusual place, VK_DRIVER_FILES names it.
cd "$(dirname "$0")" || exit 1
if ! ldconfig -p | grep -q libvulkan.so.1; then
  if [ ! -e lib/libvulkan.so.1 ]; then
    echo 'libvulkan.so.1 is missing: install libvulkan1, or put the file into lib/ beside this script.' >&2
    exit 1
  fi
  export LD_LIBRARY_PATH="$PWD/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
DAWN_NODE="$PWD/dawn.node" MNIST="$PWD/mnist" exec ./node bench.mjs "$@"
