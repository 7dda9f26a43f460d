"""The three ImageNet backbones, up to their last activation map, and their fusion into one extractor.

Parameter names follow the converted weights in ../shared/pretrained (MobileNetV2 and ResNet-50 v2 of GluonCV, SqueezeNet 1.1 of the ONNX Model Zoo).
Input of all: N x 3 x H x W, gray repeated, (level / 255 - mean) / std; output of `maps`: N x C x h x w after the last ReLU.
"""
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


class Backbone(nn.Module):
    """A network in two parts: the stem stays as pre-trained (its output can be kept between epochs), the tail is fine-tuned.

    A branch may look at the frame at a smaller `side` than 224: it then resamples its input itself, so that the graph's input stays the same for all.
    The last map is weighted by channel and depth row before it is pooled: B-lines are what reaches deep, and a plain mean forgets depth. The pooled
    features are plain means of the exported, weighted map, so that Grad-CAM stays exact.
    """

    file: str
    channels: int
    side: int
    rows: int  # of the last map
    columns: tuple[int, int]  # of the last map: pixel of the side that the first looks at, and the step to the next, by the strides and paddings before them
    depths: tuple[int, int]  # its rows likewise
    reach: tuple[int, int] = (0, 0)  # across, down: how often a cell's evidence is spread over its neighbours, where kernels look wider than a step
    unused: tuple[str, ...] = ()  # pre-trained layers after the cut

    @staticmethod
    def renamed(arrays) -> dict[str, np.ndarray]:
        """The pre-trained arrays under this module's names."""
        return {key: arrays[key] for key in arrays.files}

    def weigh_rows(self) -> None:
        self.depth = nn.Parameter(torch.ones(1, self.channels, self.rows, 1))

    @classmethod
    def cells(cls) -> dict[str, dict[str, float]]:
        """The manifest's word for what the last map's cells look at: centres as shares of the side. Padding on one side of a stride moves them off equal parts."""
        line = lambda first, step, reach: {"first": (first + 0.5) / cls.side, "step": step / cls.side, **({"reach": reach} if reach else {})}
        return {"columns": line(*cls.columns, cls.reach[0]), "rows": line(*cls.depths, cls.reach[1])}

    def resampled(self, frames):
        return frames if frames.shape[-1] == self.side else F.interpolate(frames, size=(self.side, self.side), mode="bilinear", align_corners=False)

    def stem(self, x):
        raise NotImplementedError

    def tail(self, x):
        raise NotImplementedError

    def tail_parameters(self) -> list[nn.Parameter]:
        raise NotImplementedError

    def maps(self, frames):
        return self.tail(self.stem(self.resampled(frames)))


class ConvNormRelu(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=3, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class InvertedResidual(nn.Module):
    """Unlike torchvision's, the first block has an expansion of 1 as a convolution of its own."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        self.residual = stride == 1 and inputs == outputs
        self.conv = nn.Sequential(
            ConvNormRelu(inputs, hidden, 1),
            ConvNormRelu(hidden, hidden, 3, stride, hidden),
            nn.Conv2d(hidden, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, x):
        return x + self.conv(x) if self.residual else self.conv(x)


class MobileNetV2(Backbone):
    """GluonCV's: plain ReLU; the 64-channel stage keeps stride 8, the 96-channel stage goes to 16."""

    file = "mobilenet_v2.npz"
    channels = 1280
    side = 128
    rows = 4
    columns = depths = (0, 32)
    cut = 11  # the 96-channel stage and all after it are fine-tuned

    def __init__(self):
        super().__init__()
        layers = [ConvNormRelu(3, 32, 3, 2)]
        inputs = 32
        for expansion, outputs, count, stride in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 1), (6, 96, 3, 2), (6, 160, 3, 2), (6, 320, 1, 1)]:
            for block in range(count):
                layers.append(InvertedResidual(inputs, outputs, stride if block == 0 else 1, expansion))
                inputs = outputs
        layers.append(ConvNormRelu(320, self.channels, 1))
        self.features = nn.Sequential(*layers)
        self.weigh_rows()

    def stem(self, x):
        return self.features[: self.cut](x)

    def tail(self, x):
        return F.relu(self.features[self.cut :](x) * self.depth)

    def tail_parameters(self):
        return list(self.features[self.cut :].parameters())


class Fire(nn.Module):
    def __init__(self, inputs, squeezed, expanded, across=1):
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=(1, across), dilation=(1, across))

    def forward(self, x):
        x = F.relu(self.squeeze(x))
        return torch.cat([F.relu(self.expand1x1(x)), F.relu(self.expand3x3(x))], 1)


class SqueezeNet(Backbone):
    """SqueezeNet 1.1 up to its sixth fire module, fine across the beams: its later poolings stride in depth only, and what follows is dilated across instead.

    The same weights as the strided network at 128 x 128, but four times as many columns: a cell of the map is 7 of the frame's 224 columns wide, which
    places a single B-line. Along a B-line there is nothing to place.
    """

    file = "squeezenet1_1.npz"
    channels = 384
    side = 128
    rows = 7
    columns, depths = (3, 4), (15, 16)
    reach = (2, 1)  # dilated across: each cell looks as wide as four
    cut = 6  # the first two fire modules stay
    unused = ("features.11.", "features.12.")

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 3, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, ceil_mode=True),
            Fire(64, 16, 64), Fire(128, 16, 64), nn.MaxPool2d((3, 3), (2, 1), (0, 1)),
            Fire(128, 32, 128, 2), Fire(256, 32, 128, 2), nn.MaxPool2d((3, 5), (2, 1), (0, 2)),
            Fire(256, 48, 192, 4), Fire(384, 48, 192, 4),
        )
        self.weigh_rows()

    def stem(self, x):
        return self.features[: self.cut](x)

    def tail(self, x):
        return F.relu(self.features[self.cut :](x) * self.depth)

    def tail_parameters(self):
        return list(self.features[self.cut :].parameters())


class PreActivationBottleneck(nn.Module):
    def __init__(self, inputs, outputs, stride, down):
        super().__init__()
        middle = outputs // 4
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, middle, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(middle)
        self.conv2 = nn.Conv2d(middle, middle, 3, stride, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(middle)
        self.conv3 = nn.Conv2d(middle, outputs, 1, bias=False)
        self.downsample = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if down else None

    def forward(self, x):
        active = F.relu(self.bn1(x))
        shortcut = x if self.downsample is None else self.downsample(active)
        y = F.relu(self.bn2(self.conv1(active)))
        y = F.relu(self.bn3(self.conv2(y)))
        return self.conv3(y) + shortcut


class ResNet50Stage3(Backbone):
    """ResNet-50 v2 cut in the middle of stage 3 (its later blocks know more of ImageNet and less of speckle); a normalisation of its own closes it."""

    file = "resnet50_v2_stage3.npz"
    channels = 1024
    side = 128
    rows = 8
    columns = depths = (0, 16)
    blocks = 3  # of stage 3
    unused = tuple(f"layer3.{block}." for block in range(3, 6))

    @staticmethod
    def renamed(arrays):
        """Cut here, the first normalisation of the next block closes the network."""
        found = {key: arrays[key] for key in arrays.files if not key.startswith("norm.")}
        return {**found, **{key.replace("layer3.3.bn1", "norm"): value for key, value in found.items() if key.startswith("layer3.3.bn1")}}

    def __init__(self):
        super().__init__()

        def stage(inputs, outputs, count, stride):
            return nn.Sequential(*[PreActivationBottleneck(inputs if k == 0 else outputs, outputs, stride if k == 0 else 1, k == 0) for k in range(count)])

        self.bn0 = nn.BatchNorm2d(3)
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = stage(64, 256, 3, 1)
        self.layer2 = stage(256, 512, 4, 2)
        self.layer3 = stage(512, 1024, self.blocks, 2)
        self.norm = nn.BatchNorm2d(1024)
        self.weigh_rows()

    def stem(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(self.bn0(x)))), 3, 2, 1)
        return self.layer2(self.layer1(x))

    def tail(self, x):
        return F.relu(F.relu(self.norm(self.layer3(x))) * self.depth)

    def tail_parameters(self):
        return [*self.layer3.parameters(), *self.norm.parameters()]


# In the order of the fused feature vector.
BRANCHES = {"mobilenet_v2": MobileNetV2, "squeezenet": SqueezeNet, "resnet50_stage3": ResNet50Stage3}


def _unlike_each_other(net: nn.Module) -> nn.Module:
    """Random normalisations, as trained ones are: fresh ones are all alike, and the exporter would share their parameters."""
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            for values, low, high in ((module.weight.data, 0.7, 1.3), (module.bias.data, -0.2, 0.2), (module.running_mean, -0.2, 0.2), (module.running_var, 0.7, 1.3)):
                values.uniform_(low, high)
    return net.eval()


def pretrained(name: str, folder: Path) -> nn.Module:
    """A backbone with its ImageNet weights, in evaluation mode; with seeded random ones where the folder does not exist."""
    torch.manual_seed(0)
    net = BRANCHES[name]()
    if not folder.exists():
        return _unlike_each_other(net)
    arrays = np.load(folder / net.file)
    missing = net.load_state_dict({key: torch.from_numpy(value) for key, value in net.renamed(arrays).items()}, strict=False)
    unexpected = [key for key in missing.unexpected_keys if not key.startswith(("classifier", *net.unused))]
    lost = [key for key in missing.missing_keys if not key.endswith("num_batches_tracked") and key != "depth"]
    if unexpected or lost:
        raise ValueError(f"{net.file} does not fit: missing {lost}, unexpected {unexpected}")
    return net.eval()


def _fold_sequential(block: nn.Sequential) -> nn.Sequential:
    layers = []
    for layer in block:
        if isinstance(layer, nn.BatchNorm2d) and layers and isinstance(layers[-1], nn.Conv2d):
            layers[-1] = fuse_conv_bn_eval(layers[-1], layer)
        else:
            layers.append(_fold(layer))
    return nn.Sequential(*layers)


def _fold(module: nn.Module) -> nn.Module:
    if isinstance(module, nn.Sequential):
        return _fold_sequential(module)
    for name, child in module.named_children():
        setattr(module, name, _fold(child))
    if isinstance(module, PreActivationBottleneck):
        module.conv1, module.bn2 = fuse_conv_bn_eval(module.conv1, module.bn2), nn.Identity()
        module.conv2, module.bn3 = fuse_conv_bn_eval(module.conv2, module.bn3), nn.Identity()
    if isinstance(module, ResNet50Stage3):
        module.conv1, module.bn1 = fuse_conv_bn_eval(module.conv1, module.bn1), nn.Identity()
    return module


def deployed(net: nn.Module) -> nn.Module:
    """The network as it is shipped: normalisations folded into convolutions where possible, convolution weights rounded to 16-bit floats.

    Changes `net`. Features for the head are always taken from this form, so that training and the exported graph see the same numbers.
    """
    net = _fold(net.eval())
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.copy_(module.weight.half().float())
                if module.bias is not None:
                    module.bias.copy_(module.bias.half().float())
    return net.requires_grad_(False)


class FusedExtractor(nn.Module):
    """All branches over one input: the fused feature vector (global average pooled maps, concatenated) and each branch's map."""

    def __init__(self, nets: dict[str, nn.Module]):
        super().__init__()
        self.nets = nn.ModuleDict(nets)

    def forward(self, frames):
        maps = [net.maps(frames) for net in self.nets.values()]
        return (torch.cat([m.mean((2, 3)) for m in maps], 1), *maps)
