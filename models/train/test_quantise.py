"""Run with `/usr/bin/python3 -m unittest models.train.test_quantise`."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .backbones import FusedExtractor, SqueezeNet, deployed
from .export import float_graph, golden, golden_images, halved, input_tensor
from .graph import Graph
from .heads.head import Head
from .quantise import WEIGHT_LIMIT, quantised


def small_graph() -> onnx.ModelProto:
    """Everything that the backbones have: strided and depthwise convolutions, pooling, concatenation, a shortcut, a normalisation, weighted rows; 32 x 32 frames."""
    random = np.random.default_rng(0)
    constants, nodes = [], []

    def conv(name, source, inputs, outputs, kernel, group=1, stride=1):
        weights = random.normal(0, 1 / np.sqrt(inputs / group * kernel**2), (outputs, inputs // group, kernel, kernel)) * random.uniform(0.2, 3, (outputs, 1, 1, 1))
        constants.extend([numpy_helper.from_array(weights.astype("f"), name + "_w"), numpy_helper.from_array(random.normal(0.2, 0.2, outputs).astype("f"), name + "_b")])
        nodes.append(helper.make_node("Conv", [source, name + "_w", name + "_b"], [name], kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4, strides=[stride] * 2, group=group))
        return name

    def plain(kind, sources, name, **attributes):
        nodes.append(helper.make_node(kind, sources, [name], **attributes))
        return name

    first = plain("Relu", [conv("a", "frames", 3, 8, 3, stride=2)], "a_relu")
    pool = plain("MaxPool", [first], "pool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    deep = plain("Relu", [conv("depthwise", pool, 8, 8, 3, group=8)], "depthwise_relu")
    total = plain("Add", [conv("linear", deep, 8, 8, 1), pool], "total")
    constants.extend(numpy_helper.from_array(random.uniform(0.5, 1.5, 8).astype("f"), f"n{i}") for i in range(4))
    normal = plain("Relu", [plain("BatchNormalization", [total, "n0", "n1", "n2", "n3"], "normal")], "normal_relu")
    wide = [plain("Relu", [conv(f"expand{k}", normal, 8, 6, k)], f"expand{k}_relu") for k in (1, 3)]
    constants.append(numpy_helper.from_array(random.uniform(0.5, 1.5, (1, 12, 8, 1)).astype("f"), "rows"))
    plain("Relu", [plain("Mul", [plain("Concat", wide, "wide", axis=1), "rows"], "weighed")], "map_small")
    plain("ReduceMean", ["map_small"], "features", axes=[2, 3], keepdims=0)
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in (("features", ["n", 12]), ("map_small", ["n", 12, 8, 8]))]
    frames = helper.make_tensor_value_info("frames", TensorProto.FLOAT, ["n", 3, 32, 32])
    return helper.make_model(helper.make_graph(nodes, "small", [frames], outputs, constants), opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


class Quantised(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        generator = torch.Generator().manual_seed(1)
        cls.model = small_graph()
        cls.batches = [torch.randn(4, 3, 32, 32, generator=generator) for _ in range(4)]
        cls.frames = torch.randn(8, 3, 32, 32, generator=generator)
        cls.coded = quantised(cls.model, cls.batches, ["map_small"], 1)

    def test_features_stay_close_and_are_their_maps_means(self):
        before, after = Graph(self.model).run(self.frames), Graph(self.coded).run(self.frames)
        error = (before["features"] - after["features"]).pow(2).mean().sqrt() / before["features"].std(0).pow(2).mean().sqrt()
        self.assertLess(float(error), 0.15)
        torch.testing.assert_close(after["features"], after["map_small"].mean((2, 3)))

    def test_every_convolution_is_in_the_pattern_that_fuses(self):
        producers = {output: node for node in self.coded.graph.node for output in node.output}
        constants = {i.name: numpy_helper.to_array(i) for i in self.coded.graph.initializer}
        convolutions = [node for node in self.coded.graph.node if node.op_type == "Conv"]
        self.assertEqual(len(convolutions), 5)
        for node in convolutions:
            self.assertTrue(all(producers[name].op_type == "DequantizeLinear" for name in node.input))
            weights = constants[producers[node.input[1]].input[0]]
            self.assertEqual(weights.dtype, np.int8)
            self.assertLessEqual(np.abs(weights.astype(int)).max(), WEIGHT_LIMIT)
        for node in self.coded.graph.node:
            if node.op_type == "QuantizeLinear" and producers.get(node.input[0]) is not None and producers[node.input[0]].op_type == "Relu":
                self.assertEqual(int(constants[node.input[2]]), 0, node.input[0])

    def test_pooling_and_concatenation_keep_the_coding(self):
        constants = {i.name: numpy_helper.to_array(i) for i in self.coded.graph.initializer}
        scale = lambda name: float(constants[name + "_scale"])
        self.assertEqual(scale("a_relu"), scale("pool"))
        self.assertEqual(scale("expand1_relu"), scale("expand3_relu"))
        self.assertEqual(scale("expand1_relu"), scale("wide"))

    def test_what_is_not_named_stays_in_floats(self):
        untouched = quantised(self.model, self.batches, [], 1)
        self.assertEqual([n.op_type for n in untouched.graph.node], [n.op_type for n in self.model.graph.node])

    def test_both_precisions_of_the_emulation_nearly_agree(self):
        single, double = (Graph(self.coded, precision).run(self.frames)["features"].double() for precision in (torch.float32, torch.float64))
        self.assertLess(float((single - double).abs().mean()), 0.01 * float(double.abs().mean()))


class Exported(unittest.TestCase):
    def test_the_interpreter_gives_pytorchs_features_and_halved_weights_change_nothing(self):
        torch.manual_seed(0)
        extractor = FusedExtractor({"squeezenet": deployed(SqueezeNet())}).eval()
        frames = input_tensor(golden_images(1, 1))
        with tempfile.TemporaryDirectory() as folder, torch.no_grad():
            model = float_graph(extractor, Path(folder) / "extractor.onnx")
            features, maps = extractor(frames)
        torch.testing.assert_close(Graph(model).run(frames)["features"], features, rtol=1e-4, atol=1e-6)
        small = halved(model)
        self.assertLess(small.ByteSize(), 0.6 * model.ByteSize())
        torch.testing.assert_close(Graph(small).run(frames)["map_squeezenet"], maps, rtol=1e-4, atol=1e-6)
        head = Head("logistic-regression", np.zeros(features.shape[1]), np.ones(features.shape[1]), None, {"weights": np.ones(features.shape[1]), "bias": 0.5})
        written = golden(model, ["squeezenet"], head)
        self.assertAlmostEqual(written["logits"][0], float(features.double().sum()) + 0.5, places=3)
        self.assertAlmostEqual(written["mapSums"]["squeezenet"][0], float(maps.double().sum()), places=1)


if __name__ == "__main__":
    unittest.main()
